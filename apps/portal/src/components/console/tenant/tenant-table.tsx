import type { TenantSummary } from '@tenantry/domain';
import Form from 'next/form';
import { Instant } from '../../instant.tsx';
import { visibleText } from '../../visible-text.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { figureText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { jobTitle } from '../run-table.tsx';
import { ConnectionBadge, RunBadge } from '../state-badges.tsx';
import { StatusPill } from '../status-pill.tsx';
import { VisibleName } from '../visible-name.tsx';
import { SelectionBar } from './selection-bar.tsx';
import classes from './tenant-table.module.css';

const pausedWord = { name: 'Paused', means: 'An operator paused it: none of its runs begins or goes on.' };

const columns: Column<TenantSummary>[] = [
  {
    head: 'Tenant',
    kind: 'lead',
    cell: (tenant) => (
      <>
        <PageLink href={`/console/tenants/${tenant.tenantId}`} fw={550} size="sm">
          <VisibleName>{tenant.name}</VisibleName>
        </PageLink>
        <span className={classes.under}>{visibleText(tenant.defaultDomain ?? tenant.tenantId)}</span>
        {tenant.tags.length > 0 && (
          <span className={classes.tags}>
            {tenant.tags.map((tag) => (
              <span key={tag} className={classes.tag}>
                {visibleText(tag)}
              </span>
            ))}
          </span>
        )}
      </>
    ),
  },
  {
    head: 'State',
    cell: (tenant) => (
      <span className={classes.run}>
        <ConnectionBadge state={tenant.state} />
        {tenant.paused !== null && <StatusPill word={pausedWord} tone="wait" explained />}
      </span>
    ),
  },
  { head: 'Users', kind: 'figure', cell: (tenant) => figureText(tenant.userCount) },
  { head: 'Groups', kind: 'figure', wideOnly: true, cell: (tenant) => figureText(tenant.groupCount) },
  {
    head: 'Latest run',
    cell: ({ latestRun }) =>
      latestRun === null ? (
        '–'
      ) : (
        <span className={classes.run}>
          <PageLink href={`/console/runs/${latestRun.id}`} size="sm" c="inherit">
            {jobTitle(latestRun.job)}
          </PageLink>
          <RunBadge state={latestRun.state} />
        </span>
      ),
  },
  {
    head: 'Synced',
    wideOnly: true,
    cell: (tenant) => (tenant.directorySyncedAt === null ? 'Never' : <Instant at={tenant.directorySyncedAt} relative />),
  },
];

/** Tenants, one a row; the chosen ones go to the page that starts a job. */
export function TenantTable({ tenants, denied }: { tenants: TenantSummary[]; denied: string | null }) {
  const select = { name: 'tenant', labelOf: (tenant: TenantSummary) => visibleText(tenant.name) };
  return (
    <Form action="/console/runs/new" className={classes.form}>
      <DataTable
        caption="Tenants"
        columns={columns}
        rows={tenants}
        keyOf={(tenant) => tenant.tenantId}
        {...(denied === null ? { selectAs: select } : {})}
      />
      {denied === null && <SelectionBar />}
    </Form>
  );
}
