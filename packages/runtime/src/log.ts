import { pino } from 'pino';

export type Log = pino.Logger;

/** Fields that hold secrets in what we and our libraries log. Addresses with a query are never logged: a query may hold a code or a state. */
const secretKeys = [
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'clientAssertion',
  'client_assertion',
  'accessToken',
  'access_token',
  'idToken',
  'id_token',
  'codeVerifier',
  'code_verifier',
  'apiKey',
  'authorization',
  'cookie',
  'query',
];

/**
 * A JSON log on standard output, one line an entry, in which fields with the names of secrets are replaced at the top and one level down.
 *
 * @param options.name the process: `portal` or `worker`
 */
export function createLog(options: { name: string; level: string }): Log {
  return pino({
    name: options.name,
    level: options.level,
    base: { name: options.name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' },
    serializers: { error: describeError, err: describeError },
  });
}

/** Keeps what explains an error and drops what a library may have attached to it, such as a request with its headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, status } = error as Error & { code?: unknown; status?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
