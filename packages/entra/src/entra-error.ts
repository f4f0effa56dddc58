import { isGuid } from './authority.ts';

/** What an error of Entra says, fit to be stored and shown: short, and free of its free text. */
export interface EntraErrorFacts {
  /** The machine code, e.g. `invalid_client`. */
  error: string | null;
  /** The number after `AADSTS`. A hint only, Microsoft may change it (reference-error-codes.md). */
  aadsts: number | null;
  correlationId: string | null;
  traceId: string | null;
}

const longestDescription = 4096;

/** Reads the JSON body of an error answer; anything of an unexpected form becomes null. */
export function readErrorBody(body: Record<string, unknown>): EntraErrorFacts {
  const described = readErrorDescription(body.error_description);
  const number = Array.isArray(body.error_codes) ? body.error_codes[0] : null;
  return {
    error: readErrorCode(body.error),
    aadsts: Number.isSafeInteger(number) ? number : described.aadsts,
    correlationId: guidOrNull(body.correlation_id) ?? described.correlationId,
    traceId: guidOrNull(body.trace_id) ?? described.traceId,
  };
}

/** The `error` code if it looks like one, at most 64 characters. */
export function readErrorCode(error: unknown): string | null {
  return typeof error === 'string' && /^[\w.-]{1,64}$/.test(error) ? error : null;
}

/** Finds number and ids in an `error_description`; the rest of it is text for people and is dropped. */
export function readErrorDescription(description: unknown): Omit<EntraErrorFacts, 'error'> {
  const text = typeof description === 'string' ? description.slice(0, longestDescription) : '';
  const number = /AADSTS(\d{1,9})(?!\d)/.exec(text)?.[1];
  return {
    aadsts: number === undefined ? null : Number(number),
    correlationId: guidOrNull(/Correlation ID: ?([0-9a-f-]{36})/i.exec(text)?.[1]),
    traceId: guidOrNull(/Trace ID: ?([0-9a-f-]{36})/i.exec(text)?.[1]),
  };
}

function guidOrNull(value: unknown): string | null {
  return typeof value === 'string' && isGuid(value) ? value : null;
}
