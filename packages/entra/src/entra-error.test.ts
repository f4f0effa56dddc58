import { expect, test } from 'vitest';
import { readErrorBody, readErrorCode, readErrorDescription } from './entra-error.ts';

const id = '0a1b2c3d-0000-4000-8000-00000000abcd';
const trace = '1a1b2c3d-0000-4000-8000-00000000abcd';

test('the documented error body is read', () => {
  const body = {
    error: 'invalid_scope',
    error_description: 'AADSTS70011: The provided value is not valid.',
    error_codes: [70011, 1],
    trace_id: trace,
    correlation_id: id,
  };
  expect(readErrorBody(body)).toEqual({ error: 'invalid_scope', aadsts: 70011, correlationId: id, traceId: trace });
});

test('number and ids are found in the description when they stand nowhere else', () => {
  const description = `AADSTS65004: Declined.\r\nTrace ID: ${trace}\r\nCorrelation ID: ${id}\r\nTimestamp: 2026-01-01 00:00:00Z`;
  expect(readErrorDescription(description)).toEqual({ aadsts: 65004, correlationId: id, traceId: trace });
  expect(readErrorBody({ error: 'x', error_description: description }).aadsts).toBe(65004);
});

test('values of a wrong form become null', () => {
  const nothing = { error: null, aadsts: null, correlationId: null, traceId: null };
  expect(readErrorBody({})).toEqual(nothing);
  expect(readErrorBody({ error: {}, error_codes: 'x', correlation_id: '<script>', trace_id: 5, error_description: [] })).toEqual(
    nothing,
  );
  expect(readErrorCode('<script>alert(1)</script>')).toBeNull();
  expect(readErrorCode('x'.repeat(65))).toBeNull();
  expect(readErrorDescription(`AADSTS${'9'.repeat(400)}`).aadsts).toBeNull();
});
