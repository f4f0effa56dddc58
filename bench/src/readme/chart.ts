import type { Result } from '../results.ts';
import { cellsOf } from '../table.ts';

const [width, rowHeight, labelWidth, top] = [960, 26, 560, 34];
/** Bars grow with the logarithm, from a tenth of the goal to ten times it. */
const decades = 1;
const barsFrom = labelWidth + 8;
const barWidth = width - barsFrom - 110;

/** A chart of everything that has a goal: how far beyond its goal each result is, in an SVG that is legible on light and on dark. */
export function chartOf(results: readonly Result[]): string {
  const rows = results.filter(({ goal }) => goal !== null);
  const height = top + rows.length * rowHeight + 12;
  const goalAt = barsFrom + barWidth / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Each benchmark beside its goal">
<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .met { fill: #1a7f64; } .missed { fill: #b35900; } .goal { stroke: #57606a; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .met { fill: #3fb68b; } .missed { fill: #f0883e; } .goal { stroke: #9198a1; }
  }
</style>
<text x="${goalAt}" y="18" text-anchor="middle">goal</text>
<line class="goal" x1="${goalAt}" y1="24" x2="${goalAt}" y2="${height - 8}"/>
${rows.map(rowOf).join('\n')}
</svg>
`;
}

function rowOf(result: Result, row: number): string {
  const y = top + row * rowHeight;
  const [ratio, goal] = [shownOf(result, 6), shownOf(result, 7)];
  const bar = Math.max(2, barWidth * (0.5 + beyondGoal(result) / (2 * decades)));
  return `<text x="${labelWidth}" y="${y + 14}" text-anchor="end">${escaped(`${result.bench}: ${result.measure}`)}</text>
<rect class="${result.met ? 'met' : 'missed'}" x="${barsFrom}" y="${y + 4}" width="${Math.round(bar)}" height="13" rx="2"/>
<text x="${Math.round(barsFrom + bar + 6)}" y="${y + 14}">${escaped(`${ratio} (${goal})`)}</text>`;
}

/** 0 at the goal, 1 and more at ten times better, negative where it was missed. */
function beyondGoal({ ratio, goal, met }: Result): number {
  const [measured, aim] = [Math.max(ratio, 1e-6), Math.max(goal ?? 1, 1e-6)];
  const times = Math.abs(Math.log10(measured / aim));
  return Math.max(-decades, Math.min(decades, met ? times : -times));
}

const shownOf = (result: Result, column: number) => cellsOf(result)[column] ?? '';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
