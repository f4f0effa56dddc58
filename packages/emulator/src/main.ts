import { parseArgs } from 'node:util';
import { startEmulator } from './start-emulator.ts';
import { keepState } from './world/state-file.ts';

const options = {
  port: { type: 'string', default: '4000' },
  host: { type: 'string', default: 'localhost' },
  portal: { type: 'string', default: 'http://localhost:3000' },
  customers: { type: 'string', default: 'demo' },
  tenants: { type: 'string', default: '8' },
  state: { type: 'string' },
  listen: { type: 'string', default: '127.0.0.1' },
  seed: { type: 'string', default: '1' },
} as const;

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const values = readFlags();

function readFlags() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}. There are --${Object.keys(options).join(', --')}.`);
  }
}

const port = Number(values.port);
const seed = Number(values.seed);
const customerCount = Number(values.tenants);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('--port is a number from 0 to 65535.');
if (!Number.isInteger(customerCount) || customerCount < 1)
  fail('--tenants is a number from 1 on: how many customers the demo has.');
if (!Number.isInteger(seed)) fail('--seed is a whole number.');
if (values.host !== 'localhost' && values.host !== '127.0.0.1') fail('--host is localhost or 127.0.0.1.');
if (values.customers !== 'demo' && values.customers !== 'none') fail('--customers is demo or none.');
if (!URL.canParse(values.portal)) fail('--portal is the address of the portal, for example http://localhost:3000.');

const emulator = await startEmulator({
  port,
  seed,
  host: values.host as 'localhost' | '127.0.0.1',
  customers: values.customers as 'demo' | 'none',
  portalUrl: values.portal,
  customerCount,
  listenOn: values.listen,
}).catch((cause: NodeJS.ErrnoException) =>
  fail(
    cause.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another with --port.`
      : `The emulator cannot start: ${cause.message}`,
  ),
);

const state = values.state === undefined ? null : keep(values.state);

function keep(file: string): { save(): void } {
  try {
    return keepState(emulator.world, file);
  } catch {
    return fail(`${file} holds no state of the emulator that can be read: remove it, or name another with --state.`);
  }
}

process.stdout.write(`Microsoft Entra and Graph, emulated: ${emulator.url}

  ENTRA_BASE_URL=${emulator.url}
  GRAPH_BASE_URL=${emulator.url}

Tenants and people   ${emulator.url}/
What happened        ${emulator.url}/log
Controls             ${emulator.url}/_emulator/openapi.json

Ctrl-C ends it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    state?.save();
    void emulator.close().then(() => process.exit(0));
  });
}
