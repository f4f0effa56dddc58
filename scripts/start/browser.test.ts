import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createBrowser } from './browser.ts';
import { connectCustomer } from './connect-customer.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    answer(request, response, body);
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('reads forms, keeps cookies, drops those that are removed and follows redirects', async () => {
  const seen: string[] = [];
  const url = await serve((request, response, body) => {
    seen.push(`${request.method} ${request.url} ${request.headers.cookie ?? '-'} ${body}`.trim());
    if (request.url === '/') {
      response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Path=/']);
      response.end(
        '<title>Tom &amp; Co</title><form method="post" action="/go"><input type="hidden" name="x" value="&quot;1&quot;"></form>',
      );
    } else if (request.url === '/go') {
      response.writeHead(303, { location: '/done', 'set-cookie': 'a=; Max-Age=0' }).end();
    } else response.end('<title>Done</title>');
  });
  const browser = createBrowser();
  const page = await browser.open(url);
  expect(page.title).toBe('Tom & Co');
  const [form] = page.forms;
  if (!form) throw new Error('The page has a form.');
  expect((await browser.submit(page, form, { y: '2' })).title).toBe('Done');
  expect(seen).toEqual(['GET / -', 'POST /go a=1; b=2 x=%221%22&y=2', 'GET /done b=2']);
});

it('waits as long as it is told when it was too fast', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(429, { 'retry-after': '0' }).end();
    else response.end('<title>Now</title>');
  });
  expect((await createBrowser().open(url)).title).toBe('Now');
});

it('names the page on which a customer cannot go on', async () => {
  const url = await serve((_, response) => response.end('<title>This link has expired</title>'));
  await expect(connectCustomer(`${url}/connect/i/code`, 'admin@example')).rejects.toThrow(
    'admin@example could not go on at "This link has expired" (200, ',
  );
});
