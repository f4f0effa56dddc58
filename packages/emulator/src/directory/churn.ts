import type { Directory } from './directory.ts';
import { seededIntegers } from './mixing.ts';

type ChurnKind =
  | 'user-added'
  | 'user-renamed'
  | 'user-disabled'
  | 'user-enabled'
  | 'user-deleted'
  | 'user-restored'
  | 'user-purged'
  | 'group-added'
  | 'group-renamed'
  | 'group-deleted'
  | 'member-added'
  | 'member-removed'
  | 'device-added'
  | 'device-changed'
  | 'device-deleted';

/** One thing churn did; `memberId` only for edges. */
interface ChurnStep {
  kind: ChurnKind;
  id: string;
  memberId?: string;
}

/** Kinds in the proportion in which they happen. */
const proportions: readonly (readonly [ChurnKind, number])[] = [
  ['user-added', 12],
  ['user-renamed', 20],
  ['user-disabled', 8],
  ['user-enabled', 6],
  ['user-deleted', 8],
  ['user-restored', 4],
  ['user-purged', 2],
  ['group-added', 3],
  ['group-renamed', 5],
  ['group-deleted', 2],
  ['member-added', 18],
  ['member-removed', 12],
  ['device-added', 4],
  ['device-changed', 8],
  ['device-deleted', 4],
];
const bag = proportions.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
/** A directory that cannot take a kind of change (no users, no groups) must not keep us for ever. */
const triesPerChange = 200;

/**
 * Makes `changes` random changes, the same ones for the same seed and the same directory. Users whose ids are in `spare` (the people
 * who sign in) are left alone. Gives what was done, in order; fewer when the directory has nothing left to change.
 */
export function churn(directory: Directory, options: { seed: number; changes: number; spare: ReadonlySet<string> }): ChurnStep[] {
  const pick = seededIntegers(options.seed);
  const deleted: string[] = [];
  const steps: ChurnStep[] = [];
  const someUser = (where: { accountEnabled?: boolean } = {}) => {
    const id = directory.users(pick(Math.max(1, directory.userEnd)), 1, where)[0]?.id;
    return id === undefined || options.spare.has(id) ? undefined : id;
  };
  const someMember = (groupIndex: number) =>
    (directory.members(groupIndex, pick(20), 1).members[0] ?? directory.members(groupIndex, 0, 1).members[0])?.id;
  const someGroupIndex = () => directory.groups(pick(Math.max(1, directory.groupCount)), 1)[0]?.index;

  function attempt(kind: ChurnKind, number: number): ChurnStep | undefined {
    if (kind === 'user-added') {
      const id = directory.addUser({})?.id;
      return id === undefined ? undefined : { kind, id };
    }
    if (kind === 'group-added') return { kind, id: directory.addGroup({ unified: pick(2) === 0 }).id };
    if (kind === 'user-restored') {
      const id = deleted.splice(pick(Math.max(1, deleted.length)), 1)[0];
      return id !== undefined && directory.restoreUser(id) ? { kind, id } : undefined;
    }
    if (kind.startsWith('user-')) {
      const id = kind === 'user-enabled' ? someUser({ accountEnabled: false }) : someUser();
      return id !== undefined && changeUser(kind, id, number) ? { kind, id } : undefined;
    }
    if (kind.startsWith('device-')) return attemptDevice(kind, number);
    const groupIndex = someGroupIndex();
    if (groupIndex === undefined) return undefined;
    const id = directory.groupIdAt(groupIndex);
    if (kind === 'group-renamed') return directory.changeGroup(id, { displayName: `Renamed group ${number}` }) && { kind, id };
    if (kind === 'group-deleted') return directory.deleteGroup(id) ? { kind, id } : undefined;
    const memberId = kind === 'member-added' ? someUser() : someMember(groupIndex);
    if (memberId === undefined) return undefined;
    const done = kind === 'member-added' ? directory.addMember(id, memberId) : directory.removeMember(id, memberId);
    return done ? { kind, id, memberId } : undefined;
  }

  function attemptDevice(kind: ChurnKind, number: number): ChurnStep | undefined {
    if (kind === 'device-added') return { kind, id: directory.addDevice({ displayName: `NEW-${number}` }).id };
    const device = directory.devices.list(pick(Math.max(1, directory.devices.count)), 1)[0];
    if (!device) return undefined;
    const { id, accountEnabled } = device;
    const change = { displayName: `RENAMED-${number}`, accountEnabled: !accountEnabled };
    const done = kind === 'device-deleted' ? directory.deleteDevice(id) : directory.changeDevice(id, change) !== undefined;
    return done ? { kind, id } : undefined;
  }

  function changeUser(kind: ChurnKind, id: string, number: number): boolean {
    if (kind === 'user-renamed') return directory.changeUser(id, { displayName: `Renamed Person ${number}` }) !== undefined;
    if (kind === 'user-purged') return directory.purgeUser(id);
    if (kind === 'user-deleted') {
      deleted.push(id);
      return directory.deleteUser(id);
    }
    const accountEnabled = kind === 'user-enabled';
    return directory.user(id)?.accountEnabled === !accountEnabled && directory.changeUser(id, { accountEnabled }) !== undefined;
  }

  for (let tries = options.changes * triesPerChange; steps.length < options.changes && tries > 0; tries -= 1) {
    const step = attempt(bag[pick(bag.length)] as ChurnKind, steps.length + 1);
    if (step) steps.push(step);
  }
  return steps;
}
