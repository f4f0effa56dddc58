import type { RunDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { wordsOf } from '../figures.ts';
import { Facts } from '../panel.tsx';
import { countWord, resultWord } from '../words.ts';
import { resultHeadline } from './result-headline.ts';
import classes from './result-summary.module.css';
import { shown } from './shown-value.tsx';

/** What came of a run: a sentence, and the numbers by their names in this job. */
export function ResultSummary({ run, result }: { run: RunDetail; result: Record<string, unknown> }) {
  const headline = resultHeadline(run, result);
  return (
    <>
      {headline !== null && <p className={classes.headline}>{headline}</p>}
      <Facts facts={Object.entries(result).map(([name, value]) => resultFact(run.job, name, value))} />
    </>
  );
}

function resultFact(job: string, name: string, value: unknown): [name: string, value: ReactNode] {
  const word = resultWord(name);
  if (word !== undefined && typeof value === 'boolean') return [word.name, value ? word.yes : word.no];
  if (name === 'asOf' && typeof value === 'string') return ['As of', <Instant key="asOf" at={value} />];
  if (name === 'noActivity') return ['Sign-in activity', activityWords(value)];
  return [countWord(job, name) ?? wordsOf(name), shown(value)];
}

/** Why the last sign-ins could not be read, if they could not. */
function activityWords(code: unknown): string {
  if (code === null) return 'Read';
  return code === 'not-asked' ? 'Not asked for' : errorText(String(code)).what;
}
