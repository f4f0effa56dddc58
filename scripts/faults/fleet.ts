import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const second = 1000;
/** Longest time from SIGTERM to the end: the drain of a worker, and a little more. */
const longestEndMs = 15 * second;
/** The time a worker that has not begun may take to do so, or to give up: as long as it waits for a connection, and a little more. */
const longestBeginMs = 25 * second;
/** How a worker ends that could not begin. */
const couldNotBegin = 75;

/** Worker processes, each in a place where another one begins as soon as one has ended, as under any supervisor. */
export interface Fleet {
  /** How many places there are. */
  size: number;
  /** Resolves when every place has a worker that takes slips. */
  allReady(): Promise<void>;
  /** kill -9. The next worker of the place begins at once. */
  kill(place: number): Promise<void>;
  /** SIGTERM, likewise. */
  stop(place: number): Promise<void>;
  /** The worker sleeps so long, and knows nothing of it. */
  freeze(place: number, forMs: number): Promise<void>;
  /** Restarts the worker of a place with a clock that is wrong by so much. */
  setClock(place: number, wrongByMs: number): Promise<void>;
  /** Ends all by SIGTERM. */
  close(): Promise<void>;
  /** Workers that ended without having been told to, or not in time. */
  problems(): readonly string[];
}

interface Place {
  child: ChildProcess | null;
  ready: Promise<void>;
  hasBegun: boolean;
  /** In milliseconds since the epoch. */
  sleepsUntil: number;
  wrongByMs: number;
  told: boolean;
}

/** @param start.aheadMs how much later it is for all workers than by the machine's clock */
export function startFleet(start: { size: number; env: Record<string, string>; aheadMs: number }): Fleet {
  const problems: string[] = [];
  let closing = false;

  const begin = (place: Place): void => {
    const clocks = { FAULTS_AHEAD_MS: String(start.aheadMs), FAULTS_CLOCK_WRONG_MS: String(place.wrongByMs) };
    const env = { ...start.env, ...clocks, PATH: process.env.PATH ?? '' };
    const child = fork(join(import.meta.dirname, 'worker-process.ts'), {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    place.child = child;
    Object.assign(place, { told: false, hasBegun: false, sleepsUntil: 0 });
    let ready = false;
    place.ready = once(child, 'message').then(() => {
      ready = true;
      if (place.child === child) place.hasBegun = true;
    });
    child.once('exit', (code, signal) => {
      if (!place.told && (ready || code !== couldNotBegin)) problems.push(`a worker ended by itself: ${code ?? signal}`);
      if (place.told && signal === null && code !== 0 && ready) problems.push(`a worker that was told to end ended with ${code}`);
      place.child = null;
      if (!closing) setTimeout(() => closing || begin(place), ready ? 0 : second / 4);
    });
  };

  const places = Array.from({ length: start.size }, (): Place => {
    const place: Place = { child: null, ready: Promise.resolve(), hasBegun: false, sleepsUntil: 0, wrongByMs: 0, told: false };
    begin(place);
    return place;
  });

  async function end(place: Place | undefined, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = place?.child;
    if (!place || !child || place.told) return;
    place.told = true;
    const exited = once(child, 'exit');
    child.kill(signal);
    // Who sleeps hears of it when it wakes, and who has not begun has nothing to put down yet.
    const hearsInMs = Math.max(place.sleepsUntil - Date.now(), place.hasBegun ? 0 : longestBeginMs, 0);
    const impatience = setTimeout(() => {
      problems.push(`a worker had not ended ${longestEndMs / second} s after it heard of SIGTERM`);
      child.kill('SIGKILL');
    }, hearsInMs + longestEndMs);
    await exited;
    clearTimeout(impatience);
  }

  return {
    size: start.size,
    allReady: async () => {
      // A worker that could not begin is followed by another one.
      for (const place of places) {
        while (
          place.child === null ||
          !(await Promise.race([place.ready.then(() => true), once(place.child, 'exit').then(() => false)]))
        )
          await delay(50);
      }
    },
    kill: (place) => end(places[place], 'SIGKILL'),
    stop: (place) => end(places[place], 'SIGTERM'),
    freeze: async (place, forMs) => {
      const asleep = places[place];
      const child = asleep?.child;
      if (!asleep || !child) return;
      asleep.sleepsUntil = Date.now() + forMs;
      child.kill('SIGSTOP');
      await delay(forMs);
      child.kill('SIGCONT');
    },
    setClock: async (number, wrongByMs) => {
      const place = places[number];
      if (place) place.wrongByMs = wrongByMs;
      await end(place, 'SIGTERM');
    },
    close: async () => {
      closing = true;
      await Promise.all(places.map((place) => end(place, 'SIGTERM')));
    },
    problems: () => problems,
  };
}
