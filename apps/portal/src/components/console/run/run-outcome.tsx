import type { RunDetail } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Explanation } from '../explanation.tsx';
import { Panel } from '../panel.tsx';
import { wordFor } from '../words.ts';
import { ErrorCodes } from './error-codes.tsx';
import { ResultView } from './result-view.tsx';
import classes from './run-standing.module.css';

/** What came of a run: its result, and the error of one that failed or was put down by it. */
export function RunOutcome({ run }: { run: RunDetail }) {
  return (
    <>
      {run.errorCode !== null && run.state !== 'succeeded' && (
        <Panel title={run.state === 'failed' ? 'Error' : 'Latest trouble'} aside={<code>{run.errorCode}</code>}>
          <Explanation text={errorText(run.errorCode)} tone={run.state === 'failed' ? 'bad' : 'wait'} />
          <ErrorCodes run={run} domain={wordFor('errorDomain', run.errorDomain ?? errorText(run.errorCode).domain)} />
        </Panel>
      )}
      {run.result !== null && (
        <Panel title="Result">
          {run.state === 'partial' && (
            <p className={classes.words}>This run did not do all of it. Its log says what is missing.</p>
          )}
          <ResultView result={run.result} />
        </Panel>
      )}
    </>
  );
}
