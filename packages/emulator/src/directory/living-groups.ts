import type { ChangeLog } from './change-log.ts';
import type { DirectoryGroup, RemovedReason } from './directory-objects.ts';
import type { GeneratedGroups } from './generated-groups.ts';
import type { ObjectIds } from './object-ids.ts';

/** The groups as they are now. */
export interface LivingGroups {
  readonly count: number;
  indexOf(id: string): number | undefined;
  at(index: number): DirectoryGroup | undefined;
  removed(index: number): RemovedReason | null;
  list(fromIndex: number, limit: number): DirectoryGroup[];
  add(group: { displayName?: string | undefined; unified?: boolean | undefined }): DirectoryGroup;
  change(index: number, change: { displayName: string }): DirectoryGroup | undefined;
  remove(index: number): boolean;
}

export function createLivingGroups(options: {
  generated: GeneratedGroups;
  generatedCount: number;
  ids: ObjectIds;
  domain: string;
  now: () => Date;
  changes: ChangeLog;
}): LivingGroups {
  const { generated, ids, changes } = options;
  let end = options.generatedCount;
  const overlay = new Map<number, Partial<DirectoryGroup>>();
  const gone = new Map<number, RemovedReason>();

  function at(index: number): DirectoryGroup | undefined {
    if (index >= end || gone.has(index)) return undefined;
    return Object.assign(generated.at(index), overlay.get(index));
  }

  return {
    get count() {
      return end - gone.size;
    },
    indexOf(id) {
      const index = ids.indexOf(id);
      return index !== undefined && index < end ? index : undefined;
    },
    at,
    removed: (index) => gone.get(index) ?? null,
    list(fromIndex, limit) {
      const found: DirectoryGroup[] = [];
      for (let index = fromIndex; index < end && found.length < limit; index += 1) {
        const group = at(index);
        if (group) found.push(group);
      }
      return found;
    },
    add({ displayName, unified = false }) {
      const index = end;
      end += 1;
      const mail = unified ? `group-${index}@${options.domain}` : null;
      const kind = { unified, mail, mailEnabled: unified, securityEnabled: !unified };
      overlay.set(index, {
        ...kind,
        createdAt: options.now(),
        ...(displayName === undefined ? {} : { displayName, description: null }),
      });
      changes.append({ kind: 'group', index, fields: null });
      return at(index) as DirectoryGroup;
    },
    change(index, { displayName }) {
      if (!at(index)) return undefined;
      overlay.set(index, { ...overlay.get(index), displayName });
      changes.append({ kind: 'group', index, fields: ['displayName'] });
      return at(index);
    },
    remove(index) {
      const group = at(index);
      if (!group) return false;
      // Only Microsoft 365 groups go to the deleted items; a security group is gone at once (group-delete).
      gone.set(index, group.unified ? 'changed' : 'deleted');
      changes.append({ kind: 'group', index, fields: null });
      return true;
    },
  };
}
