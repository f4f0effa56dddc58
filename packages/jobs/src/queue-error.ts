/**
 * The queue cannot be used.
 *
 * - `unreachable`: Redis or PostgreSQL does not answer
 * - `not-migrated`: the schema `bullmq` is missing or belongs to another version
 *
 * The message is one sentence with the remedy and holds no credentials.
 */
export class QueueError extends Error {
  readonly code: 'unreachable' | 'not-migrated';
  constructor(code: QueueError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'QueueError';
    this.code = code;
  }
}

/** Host and port of a connection string, without its user and password. */
export function placeOf(connectionString: string, defaultPort: number): string {
  const url = new URL(connectionString);
  return `${url.hostname || 'localhost'}:${url.port || defaultPort}`;
}
