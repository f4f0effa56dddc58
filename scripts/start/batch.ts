import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** The portal's API, as the ISV's own services use it. */
export interface Api {
  portalUrl: string;
  key: string;
}

/** What the API tells of a run. */
export interface Run {
  tenantName: string;
  state: string;
  progress: { phase: string; done: number; expected: number | null } | null;
}

const activeStates = ['queued', 'running', 'waiting', 'held'];
const lookEveryMs = 500;

/** Starts a directory sync of every connected tenant, unless there was one ever. */
export async function startFirstBatch(api: Api): Promise<void> {
  if ((await readSyncs(api)).length > 0) return;
  const wish = { job: 'directory-sync', tenantIds: 'all', label: 'First directory sync' };
  await call(api, '/runs', { method: 'POST', body: JSON.stringify(wish) });
}

/** Whether a directory sync is under way. */
export async function hasActiveSync(api: Api): Promise<boolean> {
  return (await readSyncs(api)).some(({ state }) => activeStates.includes(state));
}

/** Tells how the newest directory syncs stand whenever that changes, until all have ended or `signal` says that it is enough. */
export async function watchSyncs(api: Api, signal: AbortSignal, tell: (standing: Standing) => void): Promise<void> {
  let told = '';
  while (!signal.aborted) {
    const standing = standingOf(await readSyncs(api));
    const text = JSON.stringify(standing);
    if (text !== told) tell(standing);
    told = text;
    if (standing.underWay.length === 0) return;
    await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** How runs stand. */
export interface Standing {
  /** "4 of 6 done", and how those ended. */
  summary: string;
  /** A line for each that is under way. */
  underWay: string[];
}

export function standingOf(runs: Run[]): Standing {
  const underWay = runs.filter(({ state }) => activeStates.includes(state));
  const ended = runs.filter(({ state }) => !activeStates.includes(state));
  const byState = Object.entries(Object.groupBy(ended, ({ state }) => state)).map(([state, some]) => `${some?.length} ${state}`);
  const summary = [`${ended.length} of ${runs.length} done`, ...byState].join(', ');
  return { summary, underWay: underWay.map(describe) };
}

function describe({ tenantName, state, progress }: Run): string {
  if (progress === null) return `${tenantName} ${state}`;
  const { phase, done, expected } = progress;
  const far = `${done.toLocaleString('en')}${expected === null ? '' : ` of ${expected.toLocaleString('en')}`}`;
  return `${tenantName} ${phase} ${far}${state === 'running' || state === 'queued' ? '' : ` (${state})`}`;
}

async function readSyncs(api: Api): Promise<Run[]> {
  return ((await call(api, '/runs?job=directory-sync&limit=200')) as { items: Run[] }).items;
}

async function call({ portalUrl, key }: Api, path: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(`${portalUrl}/api/v1${path}`, { ...init, headers, signal: AbortSignal.timeout(30_000) });
  if (!response.ok)
    throw new StartError(`The portal answers ${response.status} at ${path.split('?')[0]}.`, await response.text());
  return response.json();
}
