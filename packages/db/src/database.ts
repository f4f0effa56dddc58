import pg from 'pg';
import { DriverAdapter, withDriver } from './driver-statement.ts';
import { translateError } from './errors.ts';
import { createFleetStatement } from './fleet-statement.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { type Listener, startListening } from './listen.ts';

/** One transaction: Prisma's models, `$queryRaw` and `$executeRaw`. Call nothing slow inside, and no HTTP. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  /**
   * One transaction that sees and changes the rows of one tenant only. Throws DatabaseError `unreachable` when the server is away;
   * what `work` throws rolls back and comes out unchanged.
   */
  asTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction over the rows of all tenants, without directory tables and run logs. Errors as in `asTenant`. */
  asFleet<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One statement over the rows of all tenants, in a transaction of its own and a single round trip: for what every slice does. Takes statements
   * whose text is put together from fixed parts. Errors as in `asTenant`.
   */
  fleetStatement<Row>(statement: Prisma.Sql): Promise<Row[]>;
  /**
   * Hears every `notifyChange`, on a connection of its own. When that breaks it comes back by itself and calls `onChange('*')`,
   * because changes may have been missed. Rejects with a DatabaseError when the first connection fails.
   */
  listen(onChange: (payload: string) => void): Promise<Listener>;
  /** Resolves when the server answers a query, and rejects with a DatabaseError when it does not. */
  ping(): Promise<void>;
  /** Ends listeners and connections, after the transactions that are under way. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Most connections at once; a listener has one more. */
  poolSize: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Longest time of one statement. Default 30 s. */
  statementTimeoutMs?: number;
}

const second = 1000;
/** Longest wait for a connection: enough for a queue of transactions in front, as Prisma's own 2 s is not. */
const maxWait = 20 * second;
/** Longest life of a transaction. */
const timeout = 60 * second;

/** Longest pause between two statements of a transaction. */
const longestIdleMs = 10 * second;

// Prisma's adapter sends and reads instants as if the session's time zone were UTC.
const scope = `select set_config('role', $1, true), set_config('tenantry.tenant_id', $2, true), set_config('TimeZone', 'UTC', true)`;

/** Opens nothing yet: the first transaction connects. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: maxWait,
    statement_timeout: options.statementTimeoutMs ?? 30 * second,
    // A process that was stopped inside a transaction would keep its rows from all others for as long as its socket lives.
    idle_in_transaction_session_timeout: longestIdleMs,
    keepAlive: true,
    // Statements that are sent together wait for one answer instead of one each, see fleetStatement.
    pipeline: true,
  });
  // A connection that breaks fails its queries and is replaced by the next one; unheard, its error would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const prisma = new PrismaClient({ adapter: new DriverAdapter(pool) });
  const listeners = new Set<Listener>();

  async function transaction<T>(role: string, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await withDriver((begin) =>
        prisma.$transaction(
          async (tx) => {
            // Sent without waiting for its answer: were it refused, the server would refuse all that follows it in the transaction.
            const scoped = begin(tx).query({ name: 'scope', text: scope, values: [role, tenantId] });
            // Both are awaited: what is sent after the end of a transaction would be part of the next one on its connection.
            const [opened, worked] = await Promise.allSettled([scoped, work(tx)]);
            if (opened.status === 'rejected') throw opened.reason;
            if (worked.status === 'rejected') throw worked.reason;
            return worked.value;
          },
          { maxWait, timeout },
        ),
      );
    } catch (error) {
      throw translateError(error);
    }
  }

  return {
    asTenant: (tenantId, work) => transaction('tenantry_tenant', tenantId, work),
    asFleet: (work) => transaction('tenantry_fleet', '', work),
    fleetStatement: createFleetStatement(pool),
    async listen(onChange) {
      const listener = await startListening({ url: options.url, applicationName: `${options.applicationName} listen`, onChange });
      listeners.add(listener);
      return {
        async close() {
          listeners.delete(listener);
          await listener.close();
        },
      };
    },
    async ping() {
      await pool.query('select 1').catch((error) => {
        throw translateError(error);
      });
    },
    async close() {
      await Promise.all([...listeners].map((listener) => listener.close()));
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
