import { endedRunStates, type RunDetail } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { Explanation } from '../explanation.tsx';
import { figureText, wordsOf } from '../figures.ts';
import { LiveRate } from '../live-rate.tsx';
import { Panel } from '../panel.tsx';
import { ProgressBar, shareDone } from '../run-progress.tsx';
import { VisibleName } from '../visible-name.tsx';
import { runWords, wordFor } from '../words.ts';
import classes from './run-standing.module.css';

/** Where a run stands that has not ended: how far it is and how fast, or why it waits and until when. */
export function RunStanding({ run, names }: { run: RunDetail; names: Record<string, string> }) {
  if ((endedRunStates as readonly string[]).includes(run.state)) return null;
  const { state, progress, reasonCode, notBefore, cancelAt, cancelledBy } = run;
  const paused = (state === 'waiting' && reasonCode !== null) || state === 'held';
  return (
    <Panel title="Progress">
      {progress === null ? (
        <p className={classes.words}>{runWords[state].means}</p>
      ) : (
        <div className={classes.progress}>
          <p className={classes.line} aria-live="polite">
            <strong>{wordFor('phase', progress.phase)}</strong>
            <span>
              {figureText(progress.done)}
              {progress.expected !== null && ` of about ${figureText(progress.expected)}`}
              {shareDone(progress) !== null && ` (${shareDone(progress)} %)`}
            </span>
          </p>
          <ProgressBar progress={progress} size="md" />
          <p className={classes.counts}>
            <span>
              {figureText(progress.pages)} {progress.pages === 1 ? 'page' : 'pages'}
            </span>
            {Object.entries(progress.counts)
              .filter(([, count]) => count > 0)
              .map(([name, count]) => (
                <span key={name}>
                  {figureText(count)} {wordsOf(name).toLowerCase()}
                </span>
              ))}
            {state === 'running' && <LiveRate key={progress.phase} done={progress.done} unit={progress.phase} />}
          </p>
        </div>
      )}
      {cancelAt !== null && (
        <p className={classes.words}>
          Asked to stop by <VisibleName>{names[cancelledBy ?? ''] ?? 'an operator'}</VisibleName>{' '}
          <Instant at={cancelAt} relative />: it ends within a page.
        </p>
      )}
      {notBefore !== null && state === 'waiting' && (
        <p className={classes.words}>
          Goes on by itself <Instant at={notBefore} relative />.
        </p>
      )}
      {paused && reasonCode !== null && <Explanation text={errorText(reasonCode)} />}
    </Panel>
  );
}
