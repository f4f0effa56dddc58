import { digestText, mix32 } from './mixing.ts';
import { createObjectIds, type ObjectIds } from './object-ids.ts';

const day = 24 * 60 * 60 * 1000;

export interface DirectoryDevice {
  index: number;
  id: string;
  /** The id it has outside the directory. */
  deviceId: string;
  displayName: string;
  operatingSystem: string;
  operatingSystemVersion: string;
  accountEnabled: boolean;
  trustType: 'AzureAd' | 'ServerAd' | 'Workplace';
  /** null where no management looks at it. */
  isCompliant: boolean | null;
  isManaged: boolean | null;
  manufacturer: string | null;
  model: string | null;
  registeredAt: Date;
  lastSignInAt: Date | null;
}

interface Kind {
  perHundred: number;
  operatingSystem: string;
  versions: readonly string[];
  trustType: DirectoryDevice['trustType'];
  prefix: string;
  makes: readonly (readonly [manufacturer: string, model: string])[];
}

const windowsVersions = ['10.0.26100.2894', '10.0.22631.4751', '10.0.22631.4317', '10.0.19045.5371'];
const windowsMakes = [
  ['LENOVO', 'ThinkPad T14 Gen 4'],
  ['Dell Inc.', 'Latitude 5540'],
  ['HP', 'EliteBook 840 G10'],
  ['Microsoft Corporation', 'Surface Laptop 6'],
] as const;

const kinds: readonly Kind[] = [
  {
    perHundred: 42,
    operatingSystem: 'Windows',
    versions: windowsVersions,
    trustType: 'AzureAd',
    prefix: 'LAPTOP-',
    makes: windowsMakes,
  },
  {
    perHundred: 16,
    operatingSystem: 'Windows',
    versions: windowsVersions,
    trustType: 'ServerAd',
    prefix: 'PC-',
    makes: windowsMakes,
  },
  {
    perHundred: 18,
    operatingSystem: 'iOS',
    versions: ['18.2.1', '18.1', '17.7'],
    trustType: 'Workplace',
    prefix: 'iPhone-',
    makes: [['Apple', 'iPhone 15']],
  },
  {
    perHundred: 16,
    operatingSystem: 'Android',
    versions: ['15', '14', '13'],
    trustType: 'Workplace',
    prefix: 'Android-',
    makes: [
      ['samsung', 'SM-S921B'],
      ['Google', 'Pixel 8'],
    ],
  },
  {
    perHundred: 8,
    operatingSystem: 'MacMDM',
    versions: ['15.2', '14.7.1'],
    trustType: 'Workplace',
    prefix: 'Mac-',
    makes: [['Apple', 'MacBook Pro']],
  },
];
const bag = kinds.flatMap((kind) => Array.from({ length: kind.perHundred }, () => kind));

/** Computes devices from (seed, index). A seventh has not been seen for more than ninety days. */
export function createGeneratedDevices(options: {
  tenantId: string;
  seed: number;
  bornAt: () => Date;
  ids: ObjectIds;
}): (index: number) => DirectoryDevice {
  const { tenantId, seed, ids } = options;
  const root = digestText(`${tenantId}/devices`, seed);
  const outside = createObjectIds(tenantId, seed, 'device outside');
  return (index) => {
    const traits = mix32(root ^ Math.imul(index + 1, 0x9e3779b1));
    const kind = bag[traits % bag.length] as Kind;
    const draw = mix32(traits ^ 0xde7);
    const [manufacturer, model] = kind.makes[(traits >>> 8) % kind.makes.length] ?? [null, null];
    const bornMs = options.bornAt().getTime();
    const part = mix32(draw) / 0x1_0000_0000;
    const ageDays = 2 + (draw % 150_000) / 100;
    const unseenDays = draw % 7 === 0 ? 91 + part * 500 : part ** 2 * 30;
    const registered = Math.floor((bornMs - Math.max(ageDays, unseenDays + 1) * day) / 1000) * 1000;
    const isManaged = kind.trustType === 'Workplace' && draw % 3 === 0 ? null : true;
    return {
      index,
      id: ids.idOf(index),
      deviceId: outside.idOf(index),
      displayName: `${kind.prefix}${(index + 1).toString(36).toUpperCase().padStart(6, '0')}`,
      operatingSystem: kind.operatingSystem,
      operatingSystemVersion: kind.versions[(traits >>> 16) % kind.versions.length] as string,
      accountEnabled: draw % 40 !== 1,
      trustType: kind.trustType,
      isManaged,
      isCompliant: isManaged === null ? null : draw % 11 !== 2,
      manufacturer,
      model,
      registeredAt: new Date(registered),
      lastSignInAt: draw % 50 === 3 ? null : new Date(Math.floor((bornMs - unseenDays * day) / 1000) * 1000),
    };
  };
}
