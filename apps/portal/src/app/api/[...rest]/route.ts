import { problem } from '../v1/_door/problem.ts';

function nothingHere(): Response {
  return problem('not-found', 'There is nothing under this address. /api/v1/openapi.json lists what there is.');
}

export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
