/**
 * Why the database cannot be used:
 * - `unreachable`: nothing answers there, or it went away
 * - `login-refused`: it answers, and refuses the name, the password or the database
 * - `unsupported-server`: older than PostgreSQL 16
 * - `not-migrated`: a migration is missing, or the login was never given its roles
 * - `migration-failed`: a migration did not run to its end; nothing of it stayed
 * - `over-privileged`: the login could pass the row-level policies
 * - `owner-too-weak`: the owner may not create or grant the roles
 * - `other-installation`: the rows belong to another sign-in host or directory registration
 */
export type DatabaseErrorCode =
  | 'unreachable'
  | 'login-refused'
  | 'unsupported-server'
  | 'not-migrated'
  | 'migration-failed'
  | 'over-privileged'
  | 'owner-too-weak'
  | 'other-installation';

/** A database that cannot be used. The message is a sentence with its remedy and never holds an address or a password. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }
}

// Codes of Node's sockets, of PostgreSQL (Appendix A of its manual) and of Prisma ("Error message reference").
const gone = /^(ECONN.*|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|57P0[123]|08...|P1001|P1002|P1017)$/;
const refused = /^(28P01|28000|3D000|P1000|P1003|P1010)$/;
// What pg itself raises has no code.
const goneMessage = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** The same error, or a DatabaseError when it says that the database went away or refuses the login. */
export function translateError(error: unknown): unknown {
  if (error instanceof DatabaseError) return error;
  for (const { code, message } of causes(error)) {
    if (refused.test(code)) {
      return new DatabaseError(
        'login-refused',
        'PostgreSQL refuses the login: check user, password and database name in DATABASE_URL, and run the migrations, which create the login.',
        error,
      );
    }
    if (gone.test(code) || goneMessage.test(message)) {
      return new DatabaseError(
        'unreachable',
        'PostgreSQL does not answer: start it, or correct host and port in DATABASE_URL.',
        error,
      );
    }
  }
  return error;
}

/** The error and what it wraps: causes, the errors of an AggregateError, and the driver's error inside Prisma's. */
function causes(error: unknown, depth = 0): { code: string; message: string }[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, message, cause, errors, meta, originalCode } = error as Record<string, unknown>;
  const inside = [
    cause,
    ...(Array.isArray(errors) ? errors : []),
    (meta as Record<string, unknown> | undefined)?.driverAdapterError,
  ];
  return [
    { code: String(code ?? ''), message: String(message ?? '') },
    { code: String(originalCode ?? ''), message: '' },
    ...inside.flatMap((one) => causes(one, depth + 1)),
  ];
}
