import { digestText, mix32 } from './mixing.ts';

/** Turns an object's index into its GUID and back, without a table. */
export interface ObjectIds {
  idOf(index: number): string;
  /** The index a GUID was made from, or undefined when this directory never made it. */
  indexOf(id: string): number | undefined;
}

const hex16 = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));
const multiplier = 0x2c1b3c6d;
const inverseMultiplier = inverseModulo32(multiplier);

/** GUIDs for one kind of object of one tenant: the first 32 bits are a keyed permutation of the index, the rest proves it. */
export function createObjectIds(tenantId: string, seed: number, kind: string): ObjectIds {
  const name = `${tenantId}/${seed}/${kind}`;
  const [k0, k1, k2, k3] = [1, 2, 3, 4].map((salt) => digestText(name, salt)) as [number, number, number, number];

  function idOf(index: number): string {
    const head = scramble(index ^ k0);
    const b = mix32(head ^ k1);
    const c = mix32(head ^ k2);
    const d = mix32(head ^ k3);
    const version = 0x4000 | (b & 0x0fff);
    const variant = 0x8000 | (c & 0x3fff);
    return `${high(head)}${low(head)}-${high(b)}-${hex16[version]}-${hex16[variant]}-${high(c)}${high(d)}${low(d)}`;
  }

  return {
    idOf,
    indexOf(id) {
      const head = Number.parseInt(id.slice(0, 8), 16);
      if (!Number.isInteger(head)) return undefined;
      const index = (unscramble(head) ^ k0) >>> 0;
      return idOf(index) === id ? index : undefined;
    },
  };
}

const high = (value: number) => hex16[value >>> 16];
const low = (value: number) => hex16[value & 0xffff];

function scramble(value: number): number {
  const x = Math.imul(value ^ (value >>> 16), multiplier);
  return (x ^ (x >>> 16)) >>> 0;
}

function unscramble(value: number): number {
  const x = Math.imul(value ^ (value >>> 16), inverseMultiplier);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Newton's iteration doubles the number of right bits each time. */
function inverseModulo32(odd: number): number {
  let inverse = odd;
  for (let i = 0; i < 5; i += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}
