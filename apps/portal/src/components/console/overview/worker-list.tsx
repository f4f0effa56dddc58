import type { Overview } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { counted } from '../figures.ts';
import { Panel } from '../panel.tsx';
import { StatusPill } from '../status-pill.tsx';
import classes from './worker-list.module.css';

const alivePill = { name: 'Alive', means: 'Seen within the last seconds.' };
const stuckPill = { name: 'Stuck', means: 'None of its runs comes forward. It takes no more, and others continue them.' };
const gonePill = { name: 'Gone', means: 'Has not been seen for a while. What it worked on is taken over by another.' };

/** The worker processes: the living ones, and those that vanished without saying goodbye. */
export function WorkerList({ workers }: { workers: Overview['workers'] }) {
  return (
    <Panel title="Workers">
      <ul className={classes.list}>
        {workers.slice(0, 8).map(({ id, host, pid, running, seenAt, alive, workedAt, wedgedAt }) => (
          <li key={id} className={classes.item}>
            <span>
              <strong>{host}</strong> <span className={classes.dim}>pid {pid}</span>
              <br />
              <span className={classes.dim}>
                {alive ? `works on ${counted(running, 'run')}` : <Instant at={seenAt} relative />}
                {alive && workedAt !== null && wedgedAt !== null && (
                  <>
                    , nothing done since <Instant at={workedAt} relative />
                  </>
                )}
              </span>
            </span>
            <WorkerPill alive={alive} stuck={wedgedAt !== null} />
          </li>
        ))}
      </ul>
      {workers.length === 0 && <p className={classes.dim}>No worker has ever been seen.</p>}
    </Panel>
  );
}

function WorkerPill({ alive, stuck }: { alive: boolean; stuck: boolean }) {
  if (!alive) return <StatusPill word={gonePill} tone="quiet" explained />;
  return stuck ? <StatusPill word={stuckPill} tone="bad" explained /> : <StatusPill word={alivePill} tone="good" explained />;
}
