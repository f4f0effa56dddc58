import { digestText, mix32 } from './mixing.ts';

/** Something a delta query can tell. `fields` null: the object appeared or disappeared. */
type Change =
  | { kind: 'user' | 'group' | 'device'; index: number; fields: readonly string[] | null }
  | { kind: 'member'; index: number; member: { type: 'user' | 'group'; index: number } };

/** What happened in one directory, in order. Sequence numbers begin at 1; 0 is before everything. */
export interface ChangeLog {
  readonly sequence: number;
  append(change: Change): void;
  at(sequence: number): Change | undefined;
  /** Digest of the history up to a sequence number, so that a token of another history (an earlier process) is found out. */
  digestAt(sequence: number): number | undefined;
}

/** An empty log; `root` tells the histories of different directories apart. */
export function createChangeLog(root: number): ChangeLog {
  const changes: Change[] = [];
  const digests: number[] = [root];
  return {
    get sequence() {
      return changes.length;
    },
    append(change) {
      let digest = mix32((digests[changes.length] ?? 0) ^ Math.imul(change.index + 1, change.kind.length));
      if (change.kind === 'member') digest = mix32(digest ^ (change.member.index * 2 + (change.member.type === 'user' ? 0 : 1)));
      else for (const field of change.fields ?? ['']) digest = digestText(field, digest);
      changes.push(change);
      digests.push(digest);
    },
    at: (sequence) => changes[sequence - 1],
    digestAt: (sequence) => digests[sequence],
  };
}
