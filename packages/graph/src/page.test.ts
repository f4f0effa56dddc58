import type { User } from '@microsoft/microsoft-graph-types';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onLoopback, sendJson } from './loopback.ts';
import { pageSchema } from './page.ts';

const item = z.object({ id: z.string() });

describe('a page', () => {
  it.each([
    ['without a value list', { id: 'a' }, 'value'],
    ['that is no object', [], 'the body'],
    ['with an item that does not fit', { value: [{ id: 'a' }, { id: 7 }] }, 'value[1].id'],
    ['with an item that is null', { value: [null] }, 'value[0]'],
    ['with a link that is no text', { value: [], '@odata.nextLink': 7 }, '@odata.nextLink'],
    ['with a count that is no number', { value: [], '@odata.count': 'many' }, '@odata.count'],
  ])('%s is unexpected', async (_, body, place) => {
    const { graph } = await onLoopback((_asked, response) => sendJson(response, body));
    const message = expect.stringContaining(`${place} does not fit`);
    await expect(Array.fromAsync(graph.pages('/users', item))).rejects.toMatchObject({
      code: 'unexpected-answer',
      status: 200,
      message,
    });
  });

  it('with a next link and a delta link is unexpected', async () => {
    const { graph, v1 } = await onLoopback((_, response) =>
      sendJson(response, {
        value: [],
        '@odata.nextLink': `${v1}/users?p=2`,
        '@odata.deltaLink': `${v1}/users/delta?$deltatoken=1`,
      }),
    );
    await expect(Array.fromAsync(graph.pages('/users/delta', item))).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it.each(['@odata.nextLink', '@odata.deltaLink'])(
    'whose %s leads to another place is refused, and nobody asks there',
    async (name) => {
      const stranger = await onLoopback((_, response) => sendJson(response, { value: [] }));
      const { graph, asked } = await onLoopback((_, response) =>
        sendJson(response, { value: [], [name]: `${stranger.v1}/users` }),
      );
      await expect(Array.fromAsync(graph.pages('/users', item))).rejects.toMatchObject({ code: 'link-refused', status: 200 });
      expect([asked.length, stranger.asked.length]).toEqual([1, 0]);
    },
  );

  it.each([
    ['points at itself', 1],
    ['points at an earlier one', 2],
  ])('that %s ends the listing', async (_, repeatFrom) => {
    const { graph, asked, v1 } = await onLoopback(({ url }, response, nth) =>
      sendJson(response, { value: [{ id: url }], '@odata.nextLink': `${v1}/users?p=${nth < repeatFrom ? nth : 0}` }),
    );
    await expect(Array.fromAsync(graph.pages('/users?p=0', item))).rejects.toMatchObject({ code: 'repeated-link' });
    expect(asked).toHaveLength(repeatFrom);
  });

  it('of 999 users is validated in well under 2 ms', () => {
    const users: User[] = Array.from({ length: 999 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      displayName: `User ${index}`,
      userPrincipalName: `user${index}@contoso.example`,
      accountEnabled: index % 7 !== 0,
      mail: null,
    }));
    const text = z.string().nullable();
    const user = z.object({
      id: z.string(),
      displayName: text,
      userPrincipalName: text,
      mail: text,
      accountEnabled: z.boolean().nullable(),
    });
    const schema = pageSchema(user);
    const durationsMs = Array.from({ length: 50 }, () => {
      const startedAt = performance.now();
      expect(schema.safeParse({ value: users }).success).toBe(true);
      return performance.now() - startedAt;
    });
    expect(Math.min(...durationsMs)).toBeLessThan(2);
  });
});
