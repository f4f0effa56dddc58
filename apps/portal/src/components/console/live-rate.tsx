'use client';

import { useEffect, useRef, useState } from 'react';
import { figureText } from './figures.ts';

/** How fast a number grows, measured between the last two times it changed. Nothing while it has not grown yet. */
export function LiveRate({ done, unit }: { done: number; unit: string }) {
  const last = useRef<{ done: number; at: number } | null>(null);
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    const at = performance.now();
    const before = last.current;
    if (before !== null && before.done === done) return;
    last.current = { done, at };
    setRate(before === null || done < before.done ? null : (done - before.done) / ((at - before.at) / 1000));
  }, [done]);
  return rate === null ? null : `${figureText(Math.round(rate))} ${unit} a second`;
}
