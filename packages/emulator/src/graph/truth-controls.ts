import { z } from 'zod';
import { type Control, control, tenantOf } from '../control/control.ts';
import type { Directory } from '../directory/directory.ts';

const input = z.strictObject({ tenantId: z.guid() });
const linesPerChunk = 1000;

/** What is in the directory now, one JSON object a line, for comparison with what somebody has read of it. */
export const truthControls: Control[] = [
  control({
    method: 'get',
    path: '/tenants/{tenantId}/truth/users',
    summary: 'All live users as NDJSON: id, displayName, userPrincipalName, mail, accountEnabled, userType',
    input,
    run: (world, { tenantId }) => streamLines(userLines(tenantOf(world, tenantId).directory)),
  }),
  control({
    method: 'get',
    path: '/tenants/{tenantId}/truth/groups',
    summary: 'All groups as NDJSON: id, displayName, mail, mailEnabled, securityEnabled',
    input,
    run: (world, { tenantId }) => streamLines(groupLines(tenantOf(world, tenantId).directory)),
  }),
  control({
    method: 'get',
    path: '/tenants/{tenantId}/truth/members',
    summary: 'All direct memberships as NDJSON: groupId, memberId, memberType',
    input,
    run: (world, { tenantId }) => streamLines(memberLines(tenantOf(world, tenantId).directory)),
  }),
];

function* userLines(directory: Directory): Generator<object> {
  for (const { id, displayName, userPrincipalName, mail, accountEnabled, userType } of each((from) =>
    directory.users(from, linesPerChunk),
  )) {
    yield { id, displayName, userPrincipalName, mail, accountEnabled, userType };
  }
}

function* groupLines(directory: Directory): Generator<object> {
  for (const { id, displayName, mail, mailEnabled, securityEnabled } of each((from) => directory.groups(from, linesPerChunk))) {
    yield { id, displayName, mail, mailEnabled, securityEnabled };
  }
}

function* memberLines(directory: Directory): Generator<object> {
  for (const { index, id: groupId } of each((from) => directory.groups(from, linesPerChunk))) {
    for (let from: number | null = 0; from !== null; ) {
      const { members, next } = directory.members(index, from, linesPerChunk);
      for (const { id: memberId, type: memberType } of members) yield { groupId, memberId, memberType };
      from = next;
    }
  }
}

function* each<T extends { index: number }>(chunkFrom: (index: number) => T[]): Generator<T> {
  for (let chunk = chunkFrom(0); chunk.length > 0; chunk = chunkFrom((chunk.at(-1)?.index ?? 0) + 1)) yield* chunk;
}

/** Lines are made only as fast as they are read, so a million of them take no memory. */
function streamLines(lines: Generator<object>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      let text = '';
      for (let count = 0; count < linesPerChunk; count += 1) {
        const line = lines.next();
        if (line.done) break;
        text += `${JSON.stringify(line.value)}\n`;
      }
      if (text === '') controller.close();
      else controller.enqueue(encoder.encode(text));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson' } });
}
