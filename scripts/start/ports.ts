import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

/** Throws StartError when somebody listens on a port of this machine's loopback, naming the flag that chooses another. */
export async function refuseTakenPort(port: number, flag: string): Promise<void> {
  // A browser that is sent to localhost may try ::1 first, and would meet whoever listens there.
  for (const host of ['127.0.0.1', '::1']) {
    if (await isTaken(port, host)) throw new StartError(`Port ${port} is taken: free it, or choose another with ${flag}.`);
  }
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else if (error.code === 'EACCES')
        reject(new StartError(`Port ${port} needs rights this user does not have: choose one from 1024 on.`));
      // A machine without IPv6.
      else resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
