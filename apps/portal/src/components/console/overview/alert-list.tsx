import type { OpenAlert } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { visibleText } from '../../visible-text.ts';
import { counted } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { Panel } from '../panel.tsx';
import { alertWords } from '../words.ts';
import classes from './alert-list.module.css';

/** What an operator should know of and that has not passed, each with what to do. A refused credential has a banner of its own. */
export function AlertList({ alerts }: { alerts: OpenAlert[] }) {
  const shown = alerts.filter(({ kind }) => kind !== 'credential-broken');
  if (shown.length === 0) return null;
  return (
    <div className={classes.frame}>
      <Panel title="Alerts" aside={<span className={classes.since}>{counted(shown.length, 'open alert')}</span>}>
        <ul className={classes.list}>
          {shown.map((alert) => (
            <li key={alert.id} className={classes.item}>
              <span className={classes.name}>
                {alertWords[alert.kind].name} {subject(alert)}
              </span>
              <span>{what(alert)}</span>
              <span className={classes.todo}>{alertWords[alert.kind].todo}</span>
              <span className={classes.since}>
                Open since <Instant at={alert.openedAt} relative />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

/** The schedule an alert is about; what is about the whole fleet names nothing. */
function subject({ kind, subject: id, detail }: OpenAlert) {
  if (kind !== 'schedule-missed' && kind !== 'schedule-problem') return null;
  return <PageLink href={`/console/schedules/${id}`}>{visibleText(String(detail.label ?? id))}</PageLink>;
}

function what({ kind, detail }: OpenAlert): string {
  if (kind === 'schedule-problem') return errorText(String(detail.code)).what;
  if (kind === 'schedule-missed') return alertWords['schedule-missed'].reasons[String(detail.reason) as Reason] ?? '';
  return typeof detail.dueRuns === 'number' ? `${counted(detail.dueRuns, 'run')} due when it was noticed.` : '';
}

type Reason = keyof (typeof alertWords)['schedule-missed']['reasons'];
