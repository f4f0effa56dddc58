import type pg from 'pg';
import { translateError } from './errors.ts';
import type { Prisma } from './generated/client.ts';

const begin = `select set_config('role', 'tenantry_fleet', true), set_config('tenantry.tenant_id', '', true)`;

/**
 * Makes `Database.fleetStatement`: begin, role, statement and commit are sent together, and the server keeps the plan. Planning and four round
 * trips through Prisma are most of what claiming a run and ending it would cost otherwise.
 *
 * @param pool its clients must be in pipeline mode, or the four go one after the other
 */
export function createFleetStatement(pool: pg.Pool): <Row>(statement: Prisma.Sql) => Promise<Row[]> {
  // By text: the few statements that come this way are put together from fixed parts.
  const names = new Map<string, string>();
  function nameOf(text: string): string {
    const name = names.get(text) ?? `fleet-${names.size}`;
    names.set(text, name);
    return name;
  }

  return async <Row>({ text, values }: Prisma.Sql): Promise<Row[]> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw translateError(error);
    });
    const [begun, scoped, answered, committed] = await Promise.allSettled([
      client.query('begin'),
      client.query({ name: 'fleet', text: begin }),
      client.query({ name: nameOf(text), text, values }),
      client.query('commit'),
    ]);
    client.release(committed.status === 'rejected');
    for (const one of [begun, scoped, answered, committed]) if (one.status === 'rejected') throw translateError(one.reason);
    return answered.status === 'fulfilled' ? (answered.value.rows as Row[]) : [];
  };
}
