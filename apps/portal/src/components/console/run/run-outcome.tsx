import type { RunDetail } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Explanation } from '../explanation.tsx';
import { Panel } from '../panel.tsx';
import { wordFor } from '../words.ts';
import { ErrorCodes } from './error-codes.tsx';
import { ResultRows } from './result-rows.tsx';
import { ResultSummary } from './result-summary.tsx';
import classes from './run-standing.module.css';

/** What came of a run: its result, and the error of one that failed, or by which it waits. */
export function RunOutcome({ run }: { run: RunDetail }) {
  const { state, errorCode, errorDomain, reasonCode, result } = run;
  const failed = state === 'failed';
  // What holds a run, or makes it wait, is explained where it stands; trouble of the same kind brings its codes alone.
  const explained = reasonCode !== null && errorCode !== null && errorText(errorCode).domain === errorText(reasonCode).domain;
  return (
    <>
      {errorCode !== null && (failed || reasonCode !== null) && (
        <Panel title={failed ? 'Error' : 'Latest trouble'} aside={<code className={classes.code}>{errorCode}</code>}>
          {(failed || !explained) && <Explanation text={errorText(errorCode)} tone={failed ? 'bad' : 'wait'} />}
          <ErrorCodes run={run} domain={wordFor('errorDomain', errorDomain ?? errorText(errorCode).domain)} />
        </Panel>
      )}
      {(result !== null || (run.resultRows ?? 0) > 0) && (
        <Panel title={result === null ? 'Found so far' : 'Result'}>
          {state === 'partial' && <p className={classes.words}>This run did not do all of it. Its log says what is missing.</p>}
          {result !== null && <ResultSummary run={run} result={result} />}
          <ResultRows run={run} />
        </Panel>
      )}
    </>
  );
}
