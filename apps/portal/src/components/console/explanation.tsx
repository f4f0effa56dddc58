import type { ReactNode } from 'react';
import type { ErrorText } from '../../error-texts/error-text.ts';
import classes from './explanation.module.css';

/** A code in words: what happened, who must act, what to do. `children` are what can be done at once. */
export function Explanation({ text, tone = 'wait', children }: { text: ErrorText; tone?: 'wait' | 'bad'; children?: ReactNode }) {
  return (
    <div className={classes.card} data-tone={tone}>
      <p className={classes.what}>{text.what}</p>
      <dl className={classes.list}>
        <dt>Who must act</dt>
        <dd>{text.who}</dd>
        <dt>What to do</dt>
        <dd>{text.todo}</dd>
      </dl>
      {children}
    </div>
  );
}
