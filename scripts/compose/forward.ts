// Lets the emulator be at http://localhost:4000 inside a container, too, as it is for the browser: hands each connection to another host.
import { connect, createServer } from 'node:net';

const [port = '4000', host = 'emulator'] = process.argv.slice(2);

createServer((near) => {
  const far = connect(Number(port), host);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.pipe(other);
  }
}).listen(Number(port), '127.0.0.1');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
