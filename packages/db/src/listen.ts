import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Tx } from './database.ts';
import { translateError } from './errors.ts';

const channel = 'tenantry';
const firstDelayMs = 100;
const longestDelayMs = 10_000;

export interface Listener {
  close(): Promise<void>;
}

/**
 * Tells every listener, at commit, that something changed. The payload carries ids only, at most 8,000 bytes:
 * `run <runId> <tenantId>`, `tenant <tenantId>` or `batch <id>`. Equal payloads of one transaction arrive once.
 */
export async function notifyChange(tx: Tx, payload: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${channel}, ${payload})`;
}

/** See Database.listen. */
export async function startListening(options: {
  url: string;
  applicationName: string;
  onChange: (payload: string) => void;
}): Promise<Listener> {
  const closed = new AbortController();

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: options.applicationName,
      connectionTimeoutMillis: longestDelayMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: longestDelayMs,
    });
    // An error is always followed by `end`, which reconnects.
    client.on('error', () => {});
    client.on('notification', ({ payload }) => options.onChange(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      client.end().catch(() => {});
      throw translateError(error);
    }
    client.once('end', () => {
      reconnecting = reconnect();
    });
    return client;
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = firstDelayMs; !closed.signal.aborted; waitMs = Math.min(waitMs * 2, longestDelayMs)) {
      await delay(waitMs, undefined, { signal: closed.signal }).catch(() => {});
      if (closed.signal.aborted) return;
      try {
        current = await connect();
        if (closed.signal.aborted) await current.end();
        else options.onChange('*');
        return;
      } catch {
        // Still away: wait longer.
      }
    }
  }

  let reconnecting = Promise.resolve();
  let current = await connect();
  return {
    async close() {
      closed.abort();
      await current.end();
      await reconnecting;
    },
  };
}
