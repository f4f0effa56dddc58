import { Tooltip } from '@mantine/core';
import classes from './status-pill.module.css';
import type { Word } from './words.ts';

/** How a state is to be taken. */
export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

/** A state by name and colour; where `explained` is set its meaning shows on hover and touch. The pages say it in words as well. */
export function StatusPill({ word, tone, explained = false }: { word: Word; tone: Tone; explained?: boolean }) {
  const pill = (
    <span className={classes.pill} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {word.name}
    </span>
  );
  if (!explained) return pill;
  return (
    <Tooltip label={word.means} multiline maw={300} events={{ hover: true, focus: false, touch: true }}>
      {pill}
    </Tooltip>
  );
}
