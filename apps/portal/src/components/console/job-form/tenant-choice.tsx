'use client';

import { Loader, MultiSelect } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { visibleText } from '../../visible-text.ts';

export interface ChosenTenant {
  tenantId: string;
  name: string;
}

const waitMs = 250;
const mostShown = 20;

/** Tenants that are found by name. */
export function TenantChoice(props: {
  chosen: ChosenTenant[];
  error: string | undefined;
  onChange: (chosen: ChosenTenant[]) => void;
}) {
  const { chosen, error, onChange } = props;
  const [found, setFound] = useState<ChosenTenant[]>([]);
  const [searching, setSearching] = useState(false);

  const search = useDebouncedCallback(async (text: string) => {
    setSearching(true);
    setFound(await findTenants(text));
    setSearching(false);
  }, waitMs);

  const known = new Map([...found, ...chosen].map((tenant) => [tenant.tenantId, tenant]));

  return (
    <MultiSelect
      label="Tenants"
      description="Search by name, domain or id."
      searchable
      error={error}
      value={chosen.map(({ tenantId }) => tenantId)}
      data={[...known.values()].map(({ tenantId, name }) => ({
        value: tenantId,
        label: `${visibleText(name)} · ${tenantId.slice(0, 8)}`,
      }))}
      filter={({ options }) => options}
      onChange={(ids) => onChange(ids.map((tenantId) => known.get(tenantId) ?? { tenantId, name: tenantId }))}
      onSearchChange={search}
      onDropdownOpen={() => search('')}
      nothingFoundMessage={searching ? 'Searching' : 'No tenant matches'}
      rightSection={searching ? <Loader size={14} /> : undefined}
    />
  );
}

async function findTenants(text: string): Promise<ChosenTenant[]> {
  const query = new URLSearchParams({ limit: String(mostShown), ...(text.trim() !== '' && { search: text.trim() }) });
  const response = await fetch(`/api/v1/tenants?${query}`).catch(() => null);
  if (!response?.ok) return [];
  const page: { items: ChosenTenant[] } = await response.json();
  return page.items.map(({ tenantId, name }) => ({ tenantId, name }));
}
