import { expect, test } from 'vitest';
import { GET as nothingHere } from '../../[...rest]/route.ts';
import { problem, problemDocument } from './problem.ts';

test('a problem document says what, under its media type, and is not kept', async () => {
  const answer = problem('forbidden', 'Not you.', { headers: { 'www-authenticate': 'Bearer' } });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(await answer.json()).toEqual({
    type: 'urn:tenantry:problem:forbidden',
    title: 'Not allowed',
    status: 403,
    detail: 'Not you.',
  });
});

test('fields with problems are listed', async () => {
  const answer = problem('invalid-request', 'Look.', { problems: [{ field: 'limit', message: 'Too much.' }] });
  const document = problemDocument.parse(await answer.json());
  expect(document.problems).toEqual([{ field: 'limit', message: 'Too much.' }]);
});

test('an unknown address under /api is a problem document of 404', async () => {
  const answer = nothingHere();
  expect(answer.status).toBe(404);
  expect(problemDocument.parse(await answer.json()).type).toBe('urn:tenantry:problem:not-found');
});
