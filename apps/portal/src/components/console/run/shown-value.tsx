import type { ReactNode } from 'react';
import { figureText, wordsOf } from '../figures.ts';
import { VisibleName } from '../visible-name.tsx';

/** A value of a result or of a parameter, for people. */
export function shown(value: unknown): ReactNode {
  if (typeof value === 'number') return figureText(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return <VisibleName>{value}</VisibleName>;
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'None' : <VisibleName>{value.map(String).join(', ')}</VisibleName>;
  return Object.entries(value)
    .map(([name, part]) => `${typeof part === 'number' ? figureText(part) : String(part)} ${wordsOf(name).toLowerCase()}`)
    .join(', ');
}
