import type { TimelineEntry } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { durationText } from '../figures.ts';
import { Panel } from '../panel.tsx';
import { VisibleName } from '../visible-name.tsx';
import { wordFor } from '../words.ts';
import classes from './run-timeline.module.css';

/** What happened to a run, newest first. */
export function RunTimeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <Panel title="Timeline">
      <ol className={classes.list}>
        {entries.map(({ id, at, kind, detail }) => (
          <li key={id} className={classes.entry} data-kind={kind}>
            <span className={classes.kind}>{wordFor('timeline', kind)}</span>
            <span className={classes.at}>
              <Instant at={at} relative />
            </span>
            <Detail at={at} detail={detail ?? {}} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Detail({ at, detail: { reason, code, until, worker, by } }: { at: Date; detail: Record<string, unknown> }) {
  const why = typeof code === 'string' ? code : reason;
  return (
    <span className={classes.detail}>
      {typeof why === 'string' && errorText(why).what}{' '}
      {typeof until === 'string' && `For ${durationText(Date.parse(until) - at.getTime())}.`}
      {typeof worker === 'string' && worker}
      {typeof by === 'string' && <VisibleName>{by}</VisibleName>}
    </span>
  );
}
