'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { askConsole } from '../ask-console.ts';
import classes from './schedule-form.module.css';
import { type CadenceWish, cadenceFrom } from './schedule-wish.ts';

const waitMs = 300;

interface Preview {
  firings: string[];
  problems: { field: string; message: string }[];
}

/** The next firings of a cadence that is being filled in, and what is wrong with it, told by `onProblems`. Browser only. */
export function FiringsPreview(props: { cadence: CadenceWish; onProblems: (problems: Record<string, string>) => void }) {
  const { cadence, onProblems } = props;
  const [firings, setFirings] = useState<string[]>([]);
  const [asked] = useDebouncedValue(JSON.stringify(cadenceFrom(cadence)), waitMs);

  useEffect(() => {
    let late = false;
    // Until the browser has named its zone.
    if (JSON.parse(asked).timeZone === '') return;
    void askConsole<Preview>('preview-schedule', JSON.parse(asked)).then((outcome) => {
      if (late) return;
      const { firings, problems } = outcome.ok ? outcome.answer : { firings: [], problems: [] };
      setFirings(firings);
      onProblems(Object.fromEntries(problems.map(({ field, message }) => [field, message])));
    });
    return () => {
      late = true;
    };
  }, [asked, onProblems]);

  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = cadence.kind === 'cron' && cadence.timeZone !== '' ? cadence.timeZone : own;
  return (
    <section className={classes.preview} aria-label="Next firings" aria-live="polite">
      <p>{firings.length === 0 ? 'The next times show here.' : `The next times, in ${zone}`}</p>
      <ol>
        {firings.map((at) => (
          <li key={at}>
            <time dateTime={at}>{inZone(at, zone)}</time>
            {zone !== own && <span className={classes.mine}>{inZone(at, own)} for you</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function inZone(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  return format.format(new Date(at));
}
