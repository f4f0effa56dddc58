'use client';

import { BarChart } from '@mantine/charts';

export interface HourOfRuns {
  hour: Date;
  succeeded: number;
  partial: number;
  failed: number;
}

const series = [
  { name: 'succeeded', label: 'Succeeded', color: 'petrol.5' },
  { name: 'partial', label: 'Partial', color: 'yellow.4' },
  { name: 'failed', label: 'Failed', color: 'red.5' },
];

/** Stacked bars, one an hour, labelled in the reader's own time. Browser only. */
export function DayBars({ hours }: { hours: HourOfRuns[] }) {
  const data = hours.map(({ hour, ...counts }) => ({
    ...counts,
    hour: hour.toLocaleTimeString(undefined, { hour: 'numeric' }),
  }));
  return (
    <BarChart
      h={220}
      data={data}
      dataKey="hour"
      type="stacked"
      series={series}
      gridAxis="x"
      tickLine="none"
      maxBarWidth={26}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
      yAxisProps={{ allowDecimals: false, width: 36 }}
      barProps={{ isAnimationActive: false }}
      barChartProps={{ accessibilityLayer: false }}
    />
  );
}
