'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { HourOfRuns } from './day-bars.tsx';
import classes from './day-chart.module.css';

// The server knows neither the width nor the reader's time zone, so the chart is drawn in the browser alone.
const DayBars = dynamic(() => import('./day-bars.tsx').then((module) => module.DayBars), {
  ssr: false,
  loading: () => <Skeleton height={220} />,
});

/** How the runs of the last day ended, hour by hour, with the sums in words. */
export function DayChart({ hours }: { hours: HourOfRuns[] }) {
  const sum = (state: 'succeeded' | 'partial' | 'failed') => hours.reduce((total, hour) => total + hour[state], 0);
  return (
    <figure className={classes.figure}>
      <div aria-hidden="true" className={classes.chart}>
        <DayBars hours={hours} />
      </div>
      <figcaption className={classes.sums}>
        {sum('succeeded')} succeeded, {sum('partial')} partial, {sum('failed')} failed
      </figcaption>
    </figure>
  );
}
