import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { Tx } from './database.ts';
import type { Prisma } from './generated/client.ts';

interface Opening {
  client?: pg.ClientBase;
}

const opening = new AsyncLocalStorage<Opening>();
const clientOf = new WeakMap<Tx, pg.ClientBase>();

/** Prisma's adapter, which tells inside `withDriver` which connection a transaction has. */
export class DriverAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await start(isolationLevel);
      const asked = opening.getStore();
      if (asked !== undefined) asked.client = (transaction as unknown as { client: pg.ClientBase }).client;
      return transaction;
    };
    return adapter;
  }
}

/** Opens a transaction, and lets `driverStatement` know its connection. @param open hands its transaction to what it is given */
export function withDriver<T>(open: (begin: (tx: Tx) => pg.ClientBase) => Promise<T>): Promise<T> {
  const asked: Opening = {};
  return opening.run(asked, () =>
    open((tx) => {
      if (asked.client === undefined) throw new TypeError('the driver did not tell the connection of a transaction');
      clientOf.set(tx, asked.client);
      return asked.client;
    }),
  );
}

/**
 * One statement of a transaction, past Prisma: for those that carry a whole page, or that every page has. Prisma would write the parameters as
 * JSON and read them again, and PostgreSQL would plan the statement anew each time. Columns have to be text, int4, boolean or JSON.
 *
 * @param name of the statement, one for each text
 */
export async function driverStatement<Row extends pg.QueryResultRow>(
  tx: Tx,
  name: string,
  { text, values }: Prisma.Sql,
): Promise<Row[]> {
  const client = clientOf.get(tx);
  if (client === undefined) throw new TypeError('this transaction was not opened by asTenant or asFleet');
  const { rows } = await client.query<Row>({ name, text, values });
  return rows;
}
