import type { useFormatter } from 'next-intl';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A measured delay in words, in the largest unit that says enough. */
export function measuredDuration(format: Pick<ReturnType<typeof useFormatter>, 'number'>, durationMs: number): string {
  const [unit, unitMs] =
    durationMs < 2 * minute
      ? (['second', second] as const)
      : durationMs < 2 * hour
        ? (['minute', minute] as const)
        : (['hour', hour] as const);
  return format.number(Math.max(1, Math.round(durationMs / unitMs)), { style: 'unit', unit, unitDisplay: 'long' });
}
