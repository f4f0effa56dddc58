import { IconBuildingCommunity } from '@tabler/icons-react';
import { connectionStates, countTenantsByState, listTags, listTenants } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { counted } from '../../../../components/console/figures.ts';
import { FilterChips } from '../../../../components/console/filter-chips.tsx';
import { ButtonLink } from '../../../../components/console/links.tsx';
import bar from '../../../../components/console/list-bar.module.css';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { Pager } from '../../../../components/console/pager.tsx';
import { hrefWith, type Query, readQuery, readWords } from '../../../../components/console/query.ts';
import { SearchField } from '../../../../components/console/search-field.tsx';
import { TenantTable } from '../../../../components/console/tenant/tenant-table.tsx';
import { connectionWords } from '../../../../components/console/words.ts';
import { visibleText } from '../../../../components/visible-text.ts';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Tenants' };

const path = '/console/tenants';
const pageSize = 50;
const mostTags = 20;

/** Whom the list's own button starts a job for. */
function startFor({ tag }: Query): Query {
  return tag === undefined ? { tenant: 'all' } : { tag };
}

export default async function TenantsPage({ searchParams }: PageAddress) {
  const session = await requireOperator('Viewer', { to: 'tenants' });
  const query = await readQuery(searchParams);
  const { db } = services();
  const [counts, tags, page] = await Promise.all([
    countTenantsByState(db),
    listTags(db),
    orBadPage(listTenants(db, { ...query, states: readWords(query.state, connectionStates), limit: pageSize })),
  ]);
  const total = connectionStates.reduce((sum, state) => sum + counts[state], 0);
  const denied = deniedFor(session);
  const choices = connectionStates
    .filter((state) => counts[state] > 0)
    .map((state) => ({ value: state, text: connectionWords[state].name, count: counts[state] }));
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader
        title="Tenants"
        description={counted(total, 'customer tenant')}
        actions={
          <>
            <ButtonLink href="/console/invitations" variant="default">
              Invite a customer
            </ButtonLink>
            <ButtonLink href={hrefWith('/console/runs/new', {}, startFor(query))} denied={denied}>
              {query.tag === undefined ? 'Start a job for all' : 'Start a job for this tag'}
            </ButtonLink>
          </>
        }
      />
      <div className={bar.bar}>
        <FilterChips label="State" path={path} query={query} name="state" choices={choices} />
        {tags.length > 0 && (
          <FilterChips
            label="Tag"
            path={path}
            query={query}
            name="tag"
            single
            choices={tags.slice(0, mostTags).map(({ tag, tenants }) => ({ value: tag, text: visibleText(tag), count: tenants }))}
          />
        )}
        <SearchField label="Name, domain, reference or id" path={path} query={query} />
      </div>
      {page.items.length > 0 ? (
        <TenantTable tenants={page.items} denied={denied} />
      ) : (
        <EmptyList
          icon={<IconBuildingCommunity size={24} />}
          title={total === 0 ? 'No tenant is connected yet' : 'No tenant matches'}
          action={
            total === 0 ? (
              <ButtonLink href="/console/invitations">Invite the first customer</ButtonLink>
            ) : (
              <ButtonLink href={path} variant="default">
                Show all tenants
              </ButtonLink>
            )
          }
        >
          {total === 0
            ? 'A tenant appears here when one of its administrators has approved.'
            : 'Change the search or the states you filter by.'}
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </>
  );
}
