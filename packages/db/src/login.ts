import pg from 'pg';
import { DatabaseError } from './errors.ts';

const roles = ['tenantry_tenant', 'tenantry_fleet'];
const grant = (login: string) => `GRANT ${roles.join(', ')} TO ${login} WITH INHERIT FALSE, SET TRUE`;

/** Throws `owner-too-weak` when the roles are missing and the owner may not create them. */
export async function refuseWeakOwner(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `select rolcreaterole or rolsuper or (select count(*) from pg_roles where rolname = any ($1)) = $2 as strong_enough
     from pg_roles where rolname = current_user`,
    [roles, roles.length],
  );
  if (rows[0].strong_enough) return;
  const statements = roles.map((role) => `CREATE ROLE ${role}; GRANT ${role} TO current_owner WITH ADMIN TRUE;`).join(' ');
  throw new DatabaseError(
    'owner-too-weak',
    `The user of DATABASE_OWNER_URL may not create roles: give it CREATEROLE, or let an administrator run, with its name for current_owner: ${statements}`,
  );
}

/** Makes the login of `appUrl` if it does not exist, and lets it become the two roles without inheriting what they may do. */
export async function admitLogin(pool: pg.Pool, { ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): Promise<void> {
  const { username, password } = loginOf(appUrl);
  if (username === loginOf(ownerUrl).username) {
    throw new DatabaseError(
      'over-privileged',
      'DATABASE_URL and DATABASE_OWNER_URL name the same user, who could pass the row-level policies: give DATABASE_URL a user of its own.',
    );
  }
  const login = pg.escapeIdentifier(username);
  try {
    const { rowCount } = await pool.query('select from pg_roles where rolname = $1', [username]);
    if (!rowCount) await pool.query(`CREATE ROLE ${login} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
    if (!(await isAdmitted(pool, username))) await pool.query(grant(login));
    await pool.query('GRANT SELECT ON _prisma_migrations TO tenantry_fleet');
  } catch (error) {
    if ((error as { code?: unknown }).code !== '42501') throw error;
    throw new DatabaseError(
      'owner-too-weak',
      `The user of DATABASE_OWNER_URL may not let the application in: create the login ${login} if it is missing and run as an administrator: ${grant(login)};`,
      error,
    );
  }
}

async function isAdmitted(pool: pg.Pool, username: string): Promise<boolean> {
  const { rows } = await pool.query(
    `select count(*) = $2 and bool_and(set_option and not inherit_option) as admitted
     from pg_auth_members where member = $1::regrole and roleid = any ($3::regrole[])`,
    [pg.escapeIdentifier(username), roles.length, roles],
  );
  return rows[0].admitted === true;
}

function loginOf(url: string): { username: string; password: string } {
  const { username, password } = new URL(url);
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}
