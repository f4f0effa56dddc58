/** Spreads the bits of a 32-bit integer; the same input always gives the same unsigned 32-bit output. */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Unsigned 32-bit digest of a text; `salt` gives independent digests of the same text. */
export function digestText(text: string, salt: number): number {
  let digest = mix32(salt ^ 0x9e3779b9);
  for (let i = 0; i < text.length; i += 1) digest = mix32(digest ^ text.charCodeAt(i));
  return digest;
}

/** A repeatable source of integers in [0, bound), for churn that can be run again from its seed. */
export function seededIntegers(seed: number): (bound: number) => number {
  let state = mix32(seed ^ 0x51ed270b);
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    return mix32(state) % bound;
  };
}
