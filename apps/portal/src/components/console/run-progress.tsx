import { Progress } from '@mantine/core';
import type { RunProgress, RunState } from '@tenantry/domain';
import { figureText } from './figures.ts';
import classes from './run-progress.module.css';
import { wordFor } from './words.ts';

/** Where a run stands, in one line of a list: nothing for a run that has ended or not begun. */
export function RunProgressLine({ state, progress }: { state: RunState; progress: RunProgress | null }) {
  if (progress === null || (state !== 'running' && state !== 'waiting' && state !== 'held')) return null;
  return (
    <span className={classes.line}>
      <ProgressBar progress={progress} size="sm" />
      <span className={classes.words}>
        {wordFor('phase', progress.phase)} · {figureText(progress.done)}
        {progress.expected !== null && ` of ${figureText(progress.expected)}`}
      </span>
    </span>
  );
}

/** The bar itself. Where nobody knows how much there is, it moves instead of filling. */
export function ProgressBar({ progress, size }: { progress: RunProgress; size: 'sm' | 'md' }) {
  const share = shareDone(progress);
  return (
    <Progress
      value={share ?? 100}
      animated={share === null}
      striped={share === null}
      size={size}
      radius="xl"
      aria-label={`${wordFor('phase', progress.phase)}: ${figureText(progress.done)} done`}
    />
  );
}

/** How much of the phase is done, 0 to 100; null when nobody knows how much there is. */
export function shareDone({ done, expected }: RunProgress): number | null {
  if (expected === null || expected === 0) return null;
  return Math.min(100, Math.round((done / expected) * 100));
}
