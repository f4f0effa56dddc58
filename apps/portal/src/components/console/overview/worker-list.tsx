import type { Overview } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { counted } from '../figures.ts';
import { Panel } from '../panel.tsx';
import { StatusPill } from '../status-pill.tsx';
import classes from './worker-list.module.css';

const alivePill = { name: 'Alive', means: 'Seen within the last seconds.' };
const gonePill = { name: 'Gone', means: 'Has not been seen for a while. What it worked on is taken over by another.' };

/** The worker processes: the living ones, and those that vanished without saying goodbye. */
export function WorkerList({ workers }: { workers: Overview['workers'] }) {
  return (
    <Panel title="Workers">
      <ul className={classes.list}>
        {workers.slice(0, 8).map(({ id, host, pid, running, seenAt, alive }) => (
          <li key={id} className={classes.item}>
            <span>
              <strong>{host}</strong> <span className={classes.dim}>pid {pid}</span>
              <br />
              <span className={classes.dim}>
                {alive ? `works on ${counted(running, 'run')}` : <Instant at={seenAt} relative />}
              </span>
            </span>
            <StatusPill word={alive ? alivePill : gonePill} tone={alive ? 'good' : 'quiet'} explained />
          </li>
        ))}
      </ul>
      {workers.length === 0 && <p className={classes.dim}>No worker has ever been seen.</p>}
    </Panel>
  );
}
