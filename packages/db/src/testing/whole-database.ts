import pg from 'pg';

/** Every row of every table of ours, by table, in a stable order: two of these are equal when nothing changed in between. */
export type WholeDatabase = Record<string, unknown[]>;

/** Reads the whole database as its owner. For small databases. */
export async function readWholeDatabase(ownerUrl: string): Promise<WholeDatabase> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`,
    );
    const whole: WholeDatabase = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select to_jsonb(t) as row from "${name}" t order by to_jsonb(t)::text`);
      whole[name] = rows.map(({ row }) => row);
    }
    return whole;
  } finally {
    await client.end();
  }
}

/** The names of the tables in which two readings differ. */
export function changedTables(before: WholeDatabase, after: WholeDatabase): string[] {
  return Object.keys(after).filter((table) => JSON.stringify(before[table]) !== JSON.stringify(after[table]));
}
