import { mix32 } from './mixing.ts';

/**
 * Who is in which group, both ways, without a table. Users stand on a ring of slots in a shuffled order; each group owns a stretch of the
 * ring, so the groups of a user are the few stretches around its slot.
 */
export interface GeneratedMemberships {
  /** Number of users a group was generated with; their slots are 0 … size − 1. */
  size(groupIndex: number): number;
  userAt(groupIndex: number, slot: number): number;
  has(groupIndex: number, userIndex: number): boolean;
  groupsOf(userIndex: number): number[];
  /** Some groups hold one other group; null for the rest. */
  nestedGroup(groupIndex: number): number | null;
}

export function createGeneratedMemberships(options: {
  seed: number;
  users: number;
  groups: number;
  membersPerGroup: number;
}): GeneratedMemberships {
  const { seed, users, groups } = options;
  const membersPerGroup = Math.round(options.membersPerGroup);
  const largest = Math.min(users, Math.max(membersPerGroup, Math.ceil(users / 4)));
  const widest = Math.min(users, Math.max(0, 2 * membersPerGroup - 1));
  const shuffle = shuffledRing(users, mix32(seed ^ 0x6d656d62));

  const size = (groupIndex: number) => {
    if (groupIndex >= groups || widest === 0) return 0;
    if (groupIndex === 0) return largest;
    return Math.min(users, 1 + (mix32(seed ^ Math.imul(groupIndex, 0x85ebca6b)) % (2 * membersPerGroup - 1)));
  };
  const start = (groupIndex: number) => (groupIndex * membersPerGroup) % users;
  const slotIn = (groupIndex: number, ringSlot: number) => (ringSlot - start(groupIndex) + users) % users;
  const has = (groupIndex: number, userIndex: number) =>
    userIndex < users && groupIndex < groups && slotIn(groupIndex, shuffle.slotOf(userIndex)) < size(groupIndex);

  return {
    size,
    has,
    userAt: (groupIndex, slot) => shuffle.userAt((start(groupIndex) + slot) % users),
    groupsOf(userIndex) {
      if (userIndex >= users || groups === 0 || widest === 0) return [];
      const found = has(0, userIndex) ? [0] : [];
      const slot = shuffle.slotOf(userIndex);
      const end = (groups - 1) * membersPerGroup + widest;
      for (let lap = slot; lap < end; lap += users) {
        const first = Math.max(1, Math.ceil((lap - widest + 1) / membersPerGroup));
        const last = Math.min(groups - 1, Math.floor(lap / membersPerGroup));
        for (let groupIndex = first; groupIndex <= last; groupIndex += 1) {
          if (lap - groupIndex * membersPerGroup < size(groupIndex)) found.push(groupIndex);
        }
      }
      return found;
    },
    nestedGroup: (groupIndex) => (groupIndex % 10 === 3 && groupIndex + 1 < groups ? groupIndex + 1 : null),
  };
}

/** The bijection slot → (a·slot + b) mod count, and back. Products stay exact up to 90 million users. */
function shuffledRing(count: number, bits: number): { userAt(slot: number): number; slotOf(userIndex: number): number } {
  if (count === 0) return { userAt: () => 0, slotOf: () => 0 };
  let factor = Math.max(1, Math.floor(count * 0.618));
  while (greatestCommonDivisor(factor, count) !== 1) factor += 1;
  const inverse = modularInverse(factor, count);
  const offset = bits % count;
  return {
    userAt: (slot) => (factor * slot + offset) % count,
    slotOf: (userIndex) => (inverse * ((userIndex - offset + count) % count)) % count,
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Extended Euclid; a and modulus have no common divisor. */
function modularInverse(a: number, modulus: number): number {
  let [oldRest, rest] = [a, modulus];
  let [oldFactor, factor] = [1, 0];
  while (rest !== 0) {
    const quotient = Math.floor(oldRest / rest);
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return ((oldFactor % modulus) + modulus) % modulus;
}
