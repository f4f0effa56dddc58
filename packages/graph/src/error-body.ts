/** What an error body of Graph says in its codes. Messages are for people and never read. */
export interface ErrorBody {
  /** From the outermost code to the innermost. */
  codes: string[];
  /** Codes and targets of the optional `details`. */
  details: string[];
  requestId: string | null;
}

/**
 * Reads Graph's documented error shape out of a body of any kind; empty when it is something else (HTML, `{}`, nothing).
 * Inner errors are spelled `innerError` or `innererror` and nest. Source: Microsoft Graph error responses and resource types.
 */
export function readErrorBody(text: string): ErrorBody {
  const body: ErrorBody = { codes: [], details: [], requestId: null };
  let error = field(parse(text), 'error');
  // The nesting is as deep as the sender likes; nothing real is deeper than three.
  for (let depth = 0; depth < 10 && error !== undefined; depth++) {
    body.codes.push(...strings(field(error, 'code')));
    body.requestId = strings(field(error, 'request-id'))[0] ?? body.requestId;
    const details = field(error, 'details');
    for (const detail of Array.isArray(details) ? details : []) {
      body.details.push(...strings(field(detail, 'code')), ...strings(field(detail, 'target')));
    }
    error = field(error, 'innerError') ?? field(error, 'innererror');
  }
  return body;
}

/** The innermost code that says more than a number: a throttled answer repeats "429" there. */
export function specificCode(body: ErrorBody): string | null {
  return body.codes.findLast((code) => !/^\d*$/.test(code)) ?? null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function strings(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
