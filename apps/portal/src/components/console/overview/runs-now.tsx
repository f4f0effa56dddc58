import type { Overview } from '@tenantry/domain';
import { activeRunStates } from '@tenantry/domain';
import Link from 'next/link';
import { figureText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { Panel } from '../panel.tsx';
import { RunBadge } from '../state-badges.tsx';
import classes from './tenant-states.module.css';

/** What is under way; each state leads to its list. */
export function RunsNow({ counts }: { counts: Overview['runs'] }) {
  const total = activeRunStates.reduce((sum, state) => sum + counts[state], 0);
  return (
    <Panel
      title="Runs now"
      aside={
        <PageLink href={`/console/runs?state=${activeRunStates.join(',')}`} size="sm">
          Show them
        </PageLink>
      }
    >
      <p className={classes.figure}>
        {figureText(total)} <span>under way</span>
      </p>
      <ul className={classes.states}>
        {activeRunStates.map((state) => (
          <li key={state}>
            <Link href={`/console/runs?state=${state}`}>
              <RunBadge state={state} explained={false} />
              <span className={classes.count}>{figureText(counts[state])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
