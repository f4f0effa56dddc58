import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { refuseTakenPort } from './ports.ts';

it('names the port and the flag when somebody listens there, and is content when nobody does', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(refuseTakenPort(port, '--port')).rejects.toThrow(`Port ${port} is taken: free it, or choose another with --port.`);
  server.close();
  await once(server, 'close');
  await expect(refuseTakenPort(port, '--port')).resolves.toBeUndefined();
});
