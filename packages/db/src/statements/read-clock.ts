import type { Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** What the clock of the database server shows. */
export async function readClock(db: Database): Promise<Date> {
  const [row] = await db.fleetStatement<{ now: Date }>(Prisma.sql`select clock_timestamp()::timestamptz(3) as now`);
  if (row === undefined) throw new TypeError('the database gave no time');
  return row.now;
}
