import type { ScheduleDetail } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { Panel } from '../panel.tsx';
import classes from './upcoming-firings.module.css';

/** The next times of a schedule, by its own clocks and by the reader's. */
export function UpcomingFirings({ schedule }: { schedule: ScheduleDetail }) {
  const { upcoming, cadence } = schedule;
  const zone = 'timeZone' in cadence ? cadence.timeZone : null;
  return (
    <Panel title="Next times" aside={zone !== null && <span className={classes.dim}>{zone}</span>}>
      {upcoming.length === 0 ? (
        <p className={classes.dim}>None while it is switched off.</p>
      ) : (
        <ol className={classes.list}>
          {upcoming.map((at) => (
            <li key={at.toISOString()}>
              {zone !== null && <span className="figures">{inZone(at, zone)}</span>}
              <span className={classes.dim}>
                {zone !== null && 'for you '}
                <Instant at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function inZone(at: Date, timeZone: string): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...format, timeZone }).format(at);
}
