import type { BatchSummary, RunState } from '@tenantry/domain';
import Link from 'next/link';
import { figureText } from '../figures.ts';
import { hrefWith, type Query } from '../query.ts';
import { runWords } from '../words.ts';
import classes from './batch-bar.module.css';

/** What has ended first, then what is at work, then what waits: the bar fills from its beginning. */
const order: RunState[] = ['succeeded', 'partial', 'failed', 'cancelled', 'running', 'waiting', 'held', 'queued'];

type Counts = Pick<BatchSummary, 'counts' | 'done' | 'total'>;

function statesOf({ counts }: Counts): RunState[] {
  return order.filter((state) => counts[state] > 0);
}

/** The runs of a batch by state, in one bar. */
export function BatchBar({ batch, size = 'small' }: { batch: Counts; size?: 'small' | 'large' }) {
  const { counts, done, total } = batch;
  const words = statesOf(batch).map((state) => `${figureText(counts[state])} ${runWords[state].name.toLowerCase()}`);
  return (
    <div
      className={classes.bar}
      data-size={size}
      role="progressbar"
      aria-label="Runs that have ended"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${figureText(done)} of ${figureText(total)}: ${words.join(', ')}`}
    >
      {statesOf(batch).map((state) => (
        <span key={state} className={classes.part} data-state={state} style={{ flexGrow: counts[state] }} />
      ))}
    </div>
  );
}

/** What the colours mean and how many there are of each; each leads to the runs in that state. */
export function BatchLegend({ batch, path, query }: { batch: Counts; path: string; query: Query }) {
  return (
    <nav aria-label="State">
      <ul className={classes.legend}>
        {statesOf(batch).map((state) => (
          <li key={state}>
            <Link
              href={hrefWith(path, query, { state: query.state === state ? undefined : state })}
              aria-current={query.state === state}
              scroll={false}
            >
              <span className={classes.key} data-state={state} aria-hidden="true" />
              {runWords[state].name}
              <span className={classes.count}>{figureText(batch.counts[state])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
