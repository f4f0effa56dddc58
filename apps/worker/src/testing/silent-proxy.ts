import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before an origin: takes every connection and says nothing, until it is told to let them through. */
export interface SilentProxy {
  url: string;
  /** From now on connections lead to the origin. Those that are open stay silent. */
  letThrough(): void;
  close(): Promise<void>;
}

export async function startSilentProxy(origin: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  let silent = true;
  const server = createServer((incoming) => {
    keep(incoming);
    if (silent) return;
    const outgoing = keep(connect(Number(port), hostname));
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letThrough: () => {
      silent = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
