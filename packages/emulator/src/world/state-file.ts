import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { addCustomer } from '../customers/add-customer.ts';
import { applySnapshot, takeSnapshot } from './snapshot.ts';
import type { Happened, World } from './world.ts';

const lookEveryMs = 250;
/** A look at ten thousand customers takes a second: the pause after it is so many times as long. */
const pauseTimes = 20;

/**
 * Lets a world go on where an earlier process left it. Two files: the state of clock, consents and behaviour, written whenever it has
 * changed, and beside it (`.changes`) a line for everything that happened to a directory.
 *
 * @returns `save` writes what the last look has not seen yet
 * @throws Error when the file cannot be read as a snapshot
 */
export function keepState(world: World, file: string): { save(): void } {
  const changesFile = `${file}.changes`;
  if (existsSync(changesFile)) replayFile(world, changesFile);
  if (existsSync(file)) applySnapshot(world, readFileSync(file, 'utf8'));
  let written = takeSnapshot(world);
  let unwritten: string[] = [];
  world.listener = (happened) => void unwritten.push(`${JSON.stringify(happened)}\n`);

  const save = () => {
    if (unwritten.length > 0) appendFileSync(changesFile, unwritten.join(''));
    unwritten = [];
    const now = takeSnapshot(world);
    if (now === written) return;
    // A process that is killed while it writes leaves the former file whole.
    writeFileSync(`${file}.new`, now);
    renameSync(`${file}.new`, file);
    written = now;
  };
  const look = () => {
    const beganAt = performance.now();
    save();
    setTimeout(look, Math.max(lookEveryMs, pauseTimes * (performance.now() - beganAt))).unref();
  };
  setTimeout(look, lookEveryMs).unref();
  return { save };
}

/** Makes all changes again, in order. A line whose end was not written before the process was killed is cut off. */
function replayFile(world: World, changesFile: string): void {
  const text = readFileSync(changesFile, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) if (line !== '') makeHappen(world, JSON.parse(line, readInstants) as Happened);
  if (whole !== text) truncateSync(changesFile, Buffer.byteLength(whole));
}

function makeHappen(world: World, happened: Happened): void {
  const tenant = world.tenants.get(happened.tenantId);
  if (happened.change === 'addCustomer') {
    if (!tenant) addCustomer(world, happened.with[0]);
  } else tenant?.directory.replay(happened);
}

/** Instants are what is called `…At`; a name that looks like one stays a name. */
const readInstants = (key: string, value: unknown) =>
  /[a-z]At$/.test(key) && typeof value === 'string' ? new Date(value) : value;
