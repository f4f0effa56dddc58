import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

export interface Flags {
  /** Port of the portal. */
  port: number;
  emulatorPort: number;
  /** Folder of everything that is kept between starts. */
  data: string;
  /** How many customers the emulator seeds. */
  tenants: number;
  /** Forget what earlier starts have kept. */
  fresh: boolean;
  /** Connect customers and run a first batch. */
  demo: boolean;
  help: boolean;
}

export const usage = `npm start -- [flags]

  --port N           port of the portal (3000)
  --emulator-port N  port of the emulated Microsoft Entra and Graph (4000)
  --data FOLDER      where everything is kept between starts (.tenantry)
  --tenants N        how many customers the emulator has (8)
  --fresh            remove what is kept in the data folder first
  --no-demo          connect no customer and run no batch
`;

/** Reads what stands after `npm start --`. Throws StartError for an unknown flag or a value that is none. */
export function readFlags(args: string[]): Flags {
  const values = parse(args);
  const port = portOf('--port', values.port);
  const emulatorPort = portOf('--emulator-port', values['emulator-port']);
  if (port === emulatorPort) throw new StartError('--port and --emulator-port are the same: give one of them another number.');
  if (values.data === '') throw new StartError('--data is the name of a folder.');
  return {
    port,
    emulatorPort,
    data: values.data,
    tenants: numberOf('--tenants', values.tenants, 1, 200),
    fresh: values.fresh,
    demo: !values['no-demo'],
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '3000' },
        'emulator-port': { type: 'string', default: '4000' },
        data: { type: 'string', default: '.tenantry' },
        tenants: { type: 'string', default: '8' },
        fresh: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split('\n')[0]?.split('. ') ?? [];
    throw new StartError(`${sentence}: \`npm start -- --help\` shows what there is.`);
  }
}

const portOf = (flag: string, text: string) => numberOf(flag, text, 1, 65_535);

function numberOf(flag: string, text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new StartError(`${flag} is a number from ${least} to ${most}.`);
}
