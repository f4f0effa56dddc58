import type { RunProgress } from '@tenantry/domain';
import { z } from 'zod';

const count = z.int().min(0);
const changes = z.object({ added: count, changed: count, removed: count });

/** What a run has done so far; becomes its result. */
const tallySchema = z.object({
  users: changes,
  groups: changes,
  /** Null: they were not read, because the tenant does not let us. */
  devices: changes.nullable().default(null),
  memberships: z.object({ added: count, removed: count }),
  fullPass: z.boolean(),
  pages: count,
});
export type Tally = z.infer<typeof tallySchema>;

/** How far the reading of users, or of groups, has come. */
const passSchema = z.object({
  /**
   * `full`: everything is listed, and what is not met was deleted. `delta`: only what changed since `deltaLink` was given. `delta-after-full`: what changed
   * while a listing was read that carries no delta link; with it the full pass ends.
   */
  kind: z.enum(['full', 'delta', 'delta-after-full']),
  /** Number of the full pass that rows met now belong to. */
  generation: z.int().min(1),
  /** Where the delta round begins; for a full pass of users, the round that follows it. */
  deltaLink: z.string().nullable(),
  /** Where to continue; null = at the beginning. */
  nextLink: z.string().nullable(),
  nextLinkAt: z.iso.datetime().nullable(),
  /** Set when the last page was written; `endLink` is the delta link it carried. */
  listed: z.boolean(),
  endLink: z.string().nullable(),
  done: count,
  expected: count.nullable(),
});
export type Pass = z.infer<typeof passSchema>;

/** Where a directory-sync continues in its next slice, written together with the rows of the page before. */
export const checkpointSchema = z.object({
  phase: z.enum(['organization', 'users', 'groups', 'devices', 'finish', 'done']),
  /** Null until the phase has chosen between a full pass and a delta round. */
  pass: passSchema.nullable(),
  /** Listings that had to begin again. */
  restarts: count,
  /** False once a listing ended before everything was seen: nothing was inferred from it. */
  complete: z.boolean(),
  tally: tallySchema,
});
export type Checkpoint = z.infer<typeof checkpointSchema>;
/** A checkpoint within a phase that has chosen its pass. */
export type InPass = Checkpoint & { pass: Pass };

/** Where a run begins. */
export function firstCheckpoint(): Checkpoint {
  const none = { added: 0, changed: 0, removed: 0 };
  const tally = { users: none, groups: none, devices: null, memberships: { added: 0, removed: 0 }, fullPass: false, pages: 0 };
  return { phase: 'organization', pass: null, restarts: 0, complete: true, tally };
}

/** A pass that has read nothing yet. */
export function newPass(begin: Pick<Pass, 'kind' | 'generation' | 'deltaLink' | 'expected'>): Pass {
  return { ...begin, nextLink: null, nextLinkAt: null, listed: false, endLink: null, done: 0 };
}

/** Whether a full pass was begun and put down before its first page. */
export const isUnread = ({ kind, nextLink, listed }: Pass): boolean => kind === 'full' && nextLink === null && !listed;

/** What a person sees of a checkpoint. */
export function progressOf({ phase, pass, tally }: Checkpoint): RunProgress {
  const { users, groups, devices, memberships } = tally;
  return {
    phase,
    done: pass?.done ?? 0,
    expected: pass?.expected ?? null,
    pages: tally.pages,
    counts: {
      usersAdded: users.added,
      usersChanged: users.changed,
      usersRemoved: users.removed,
      groupsAdded: groups.added,
      groupsChanged: groups.changed,
      groupsRemoved: groups.removed,
      membershipsAdded: memberships.added,
      membershipsRemoved: memberships.removed,
      ...(devices === null
        ? {}
        : { devicesAdded: devices.added, devicesChanged: devices.changed, devicesRemoved: devices.removed }),
    },
  };
}
