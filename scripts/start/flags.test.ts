import { expect, it } from 'vitest';
import { readFlags } from './flags.ts';

it('has a value for every flag that is left out', () => {
  expect(readFlags([])).toEqual({
    port: 3000,
    emulatorPort: 4000,
    data: '.tenantry',
    tenants: 8,
    fresh: false,
    demo: true,
    help: false,
  });
});

it('takes what is given', () => {
  const flags = readFlags(['--port', '3100', '--emulator-port=4100', '--data', 'd', '--tenants', '3', '--fresh', '--no-demo']);
  expect(flags).toMatchObject({ port: 3100, emulatorPort: 4100, data: 'd', tenants: 3, fresh: true, demo: false });
});

it.each([
  [['--prot', '3100'], /Unknown option '--prot'/],
  [['--port'], /--port/],
  [['--port', 'abc'], '--port is a number from 1 to 65535.'],
  [['--port', '0'], '--port is a number from 1 to 65535.'],
  [['--port', '70000'], '--port is a number from 1 to 65535.'],
  [['--emulator-port', '-1'], /--emulator-port/],
  [['--tenants', '0'], '--tenants is a number from 1 to 200.'],
  [['--port', '4000'], /the same/],
  [['--data', ''], /--data/],
  [['surprise'], /surprise/],
])('refuses %j with one sentence', (args, message) => {
  expect(() => readFlags(args)).toThrow(message);
  try {
    readFlags(args);
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});
