import type { ReactNode } from 'react';
import { figureText, wordsOf } from '../figures.ts';
import { Facts } from '../panel.tsx';
import { VisibleName } from '../visible-name.tsx';
import { resultWord } from '../words.ts';

/** The result of a run, whatever job it was: its numbers and words by name, a group of numbers in one line. */
export function ResultView({ result }: { result: Record<string, unknown> }) {
  return <Facts facts={Object.entries(result).map(([name, value]) => resultFact(name, value))} />;
}

function resultFact(name: string, value: unknown): [name: string, value: ReactNode] {
  const word = resultWord(name);
  if (word === undefined || typeof value !== 'boolean') return [wordsOf(name), shown(value)];
  return [word.name, value ? word.yes : word.no];
}

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
