'use client';

import { Loader, MultiSelect, SegmentedControl } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { visibleText } from '../../visible-text.ts';
import { counted } from '../figures.ts';
import classes from './tenant-choice.module.css';

export interface ChosenTenant {
  tenantId: string;
  name: string;
}

const waitMs = 250;
const mostShown = 20;

/** For whom a job is started: all tenants, or some that are found by name. */
export function TenantChoice(props: {
  chosen: ChosenTenant[] | 'all';
  connected: number;
  error: string | undefined;
  onChange: (chosen: ChosenTenant[] | 'all') => void;
}) {
  const { chosen, connected, error, onChange } = props;
  const [some, setSome] = useState(chosen === 'all' ? [] : chosen);
  const [found, setFound] = useState<ChosenTenant[]>([]);
  const [searching, setSearching] = useState(false);

  const search = useDebouncedCallback(async (text: string) => {
    setSearching(true);
    setFound(await findTenants(text));
    setSearching(false);
  }, waitMs);

  const known = new Map([...found, ...some].map((tenant) => [tenant.tenantId, tenant]));

  function choose(ids: string[]): void {
    const next = ids.map((tenantId) => known.get(tenantId) ?? { tenantId, name: tenantId });
    setSome(next);
    onChange(next);
  }

  return (
    <div className={classes.choice}>
      <SegmentedControl
        aria-label="All or some"
        value={chosen === 'all' ? 'all' : 'some'}
        onChange={(value) => onChange(value === 'all' ? 'all' : some)}
        data={[
          { value: 'some', label: 'Some tenants' },
          { value: 'all', label: 'All tenants' },
        ]}
      />
      {chosen === 'all' ? (
        <p className={classes.words}>
          {counted(connected, 'tenant')} connected now. Those that are settling get a run that waits for them; others are left
          out.
        </p>
      ) : (
        <MultiSelect
          label="Tenants"
          description="Search by name, domain or id."
          searchable
          error={error}
          value={some.map(({ tenantId }) => tenantId)}
          data={[...known.values()].map(({ tenantId, name }) => ({
            value: tenantId,
            label: `${visibleText(name)} · ${tenantId.slice(0, 8)}`,
          }))}
          filter={({ options }) => options}
          onChange={choose}
          onSearchChange={search}
          onDropdownOpen={() => search('')}
          nothingFoundMessage={searching ? 'Searching' : 'No tenant matches'}
          rightSection={searching ? <Loader size={14} /> : undefined}
        />
      )}
    </div>
  );
}

async function findTenants(text: string): Promise<ChosenTenant[]> {
  const query = new URLSearchParams({ limit: String(mostShown), ...(text.trim() !== '' && { search: text.trim() }) });
  const response = await fetch(`/api/v1/tenants?${query}`).catch(() => null);
  if (!response?.ok) return [];
  const page: { items: ChosenTenant[] } = await response.json();
  return page.items.map(({ tenantId, name }) => ({ tenantId, name }));
}
