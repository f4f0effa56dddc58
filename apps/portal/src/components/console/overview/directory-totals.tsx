import type { Overview } from '@tenantry/domain';
import { figureText } from '../figures.ts';
import { Facts, Panel } from '../panel.tsx';
import classes from './tenant-states.module.css';

/** How much of the customers' directories is here. */
export function DirectoryTotals({ totals }: { totals: Overview['directory'] }) {
  return (
    <Panel title="Directories">
      <p className={classes.figure}>
        {figureText(totals.users)} <span>users</span>
      </p>
      <Facts
        facts={[
          ['Groups', figureText(totals.groups)],
          ['Memberships', figureText(totals.memberships)],
        ]}
      />
    </Panel>
  );
}
