import type { ReactNode } from 'react';
import classes from './failure.module.css';

/** What a visitor sees of a failure. Uses neither theme nor messages, which may be what failed. */
export function Failure(props: {
  title: string;
  text: string;
  again: string;
  reference: string | null;
  onAgain: () => void;
}): ReactNode {
  return (
    <main id="main" className={classes.failure}>
      <h1>{props.title}</h1>
      <p>{props.text}</p>
      {props.reference !== null && <p className={classes.reference}>{props.reference}</p>}
      <button type="button" onClick={props.onAgain}>
        {props.again}
      </button>
    </main>
  );
}
