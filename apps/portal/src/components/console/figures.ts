const figure = new Intl.NumberFormat('en');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A number as people read it; a dash for what was never counted. */
export function figureText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : figure.format(value);
}

/** `1 tenant`, `2 tenants`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure.format(count)} ${count === 1 ? one : many}`;
}

/** A span of time in its two largest units: `840 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(ms: number): string {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < minute) return `${Math.round(ms / second)} s`;
  if (ms < hour) return twoUnits(ms, minute, 'min', second, 's');
  if (ms < 24 * hour) return twoUnits(ms, hour, 'h', minute, 'min');
  return twoUnits(ms, 24 * hour, 'd', hour, 'h');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}

/** The words of a camel-case name: `fullPass` is `Full pass`. */
export function wordsOf(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
