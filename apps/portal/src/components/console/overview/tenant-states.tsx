import { type ConnectionState, connectionStates } from '@tenantry/domain';
import Link from 'next/link';
import { figureText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { Panel } from '../panel.tsx';
import { ConnectionBadge } from '../state-badges.tsx';
import classes from './tenant-states.module.css';

/** How many tenants stand in each state; each leads to their list. */
export function TenantStates({ counts }: { counts: Record<ConnectionState, number> }) {
  const total = connectionStates.reduce((sum, state) => sum + counts[state], 0);
  const working = counts.active + counts.degraded;
  return (
    <Panel
      title="Tenants"
      aside={
        <PageLink href="/console/tenants" size="sm">
          All tenants
        </PageLink>
      }
    >
      <p className={classes.figure}>
        {figureText(working)} <span>of {figureText(total)} connected</span>
      </p>
      <ul className={classes.states}>
        {connectionStates
          .filter((state) => counts[state] > 0)
          .map((state) => (
            <li key={state}>
              <Link href={`/console/tenants?state=${state}`}>
                <ConnectionBadge state={state} explained={false} />
                <span className={classes.count}>{figureText(counts[state])}</span>
              </Link>
            </li>
          ))}
      </ul>
    </Panel>
  );
}
