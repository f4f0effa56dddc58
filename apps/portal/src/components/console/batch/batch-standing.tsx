import type { BatchDetail } from '@tenantry/domain';
import { figureText } from '../figures.ts';
import { Panel } from '../panel.tsx';
import type { Query } from '../query.ts';
import { BatchBar, BatchLegend } from './batch-bar.tsx';
import classes from './batch-standing.module.css';
import { etaWords } from './batch-table.tsx';

/** Where a batch stands: how much has ended, how fast it goes, and how many runs are in each state. */
export function BatchStanding({ batch, path, query }: { batch: BatchDetail; path: string; query: Query }) {
  const { state, done, total, runsPerMinute } = batch;
  const over = state === 'ended' || state === 'cancelled' || done === total;
  return (
    <Panel title="Progress">
      <div className={classes.head}>
        <span className={classes.share} aria-live="polite">
          {figureText(done)}{' '}
          <span>
            of {figureText(total)} ended{total > 0 && ` (${Math.floor((done / total) * 100)} %)`}
          </span>
        </span>
        {!over && <span className={classes.fact}>Time left: {etaWords(batch).toLowerCase()}</span>}
        {runsPerMinute !== null && <span className={classes.fact}>{paceWords(runsPerMinute)}</span>}
      </div>
      <BatchBar batch={batch} size="large" />
      <div className={classes.legend}>
        <BatchLegend batch={batch} path={path} query={query} />
      </div>
    </Panel>
  );
}

function paceWords(runsPerMinute: number): string {
  return `${runsPerMinute < 10 ? runsPerMinute.toFixed(1) : figureText(Math.round(runsPerMinute))} runs a minute`;
}
