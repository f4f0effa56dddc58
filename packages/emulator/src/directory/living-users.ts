import type { ChangeLog } from './change-log.ts';
import type { DirectoryUser, NewUser, RemovedReason, UserChange } from './directory-objects.ts';
import type { GeneratedUsers } from './generated-users.ts';

/** The users as they are now: generated ones with changes laid over them, and added ones after them. */
export interface LivingUsers {
  readonly count: number;
  readonly end: number;
  idAt(index: number): string;
  indexOf(id: string): number | undefined;
  at(index: number): DirectoryUser | undefined;
  byPrincipalName(userPrincipalName: string): DirectoryUser | undefined;
  removed(index: number): RemovedReason | null;
  list(fromIndex: number, limit: number, where?: { accountEnabled?: boolean | undefined }): DirectoryUser[];
  /** What decides about the licences of every live user. */
  kinds(): Iterable<Pick<DirectoryUser, 'index' | 'traits' | 'userType'>>;
  countWhere(where: { accountEnabled: boolean }): number;
  add(user: NewUser): DirectoryUser | undefined;
  change(index: number, change: UserChange): DirectoryUser | undefined;
  /** Null brings the user back. */
  setRemoved(index: number, reason: RemovedReason | null): void;
}

export function createLivingUsers(options: {
  generated: GeneratedUsers;
  generatedCount: number;
  domain: string;
  now: () => Date;
  changes: ChangeLog;
}): LivingUsers {
  const { generated, domain, changes } = options;
  let end = options.generatedCount;
  const overlay = new Map<number, Partial<DirectoryUser>>();
  const gone = new Map<number, RemovedReason>();
  const indexOfGivenId = new Map<string, number>();
  const indexOfGivenName = new Map<string, number>();

  function at(index: number): DirectoryUser | undefined {
    if (index >= end || gone.has(index)) return undefined;
    const user = generated.at(index);
    const changed = overlay.get(index);
    return changed ? Object.assign(user, changed) : user;
  }

  function enabledAt(index: number): boolean {
    return overlay.get(index)?.accountEnabled ?? generated.accountEnabled(index);
  }

  function byPrincipalName(userPrincipalName: string): DirectoryUser | undefined {
    const name = userPrincipalName.toLowerCase();
    const index = indexOfGivenName.get(name) ?? generated.indexOfPrincipalName(name);
    const user = index === undefined ? undefined : at(index);
    return user?.userPrincipalName.toLowerCase() === name ? user : undefined;
  }

  const indexOf = (id: string) => {
    const index = indexOfGivenId.get(id) ?? generated.indexOf(id);
    return index !== undefined && index < end && idAt(index) === id ? index : undefined;
  };
  const idAt = (index: number) => overlay.get(index)?.id ?? generated.idAt(index);

  /** Lays changed properties over a user. */
  function lay(index: number, changed: Partial<DirectoryUser>): void {
    overlay.set(index, { ...overlay.get(index), ...changed });
    if (changed.id !== undefined) indexOfGivenId.set(changed.id, index);
    if (changed.userPrincipalName !== undefined) indexOfGivenName.set(changed.userPrincipalName.toLowerCase(), index);
  }

  return {
    get count() {
      return end - gone.size;
    },
    get end() {
      return end;
    },
    idAt,
    indexOf,
    at,
    byPrincipalName,
    removed: (index) => gone.get(index) ?? null,
    list(fromIndex, limit, where = {}) {
      const found: DirectoryUser[] = [];
      for (let index = fromIndex; index < end && found.length < limit; index += 1) {
        if (where.accountEnabled !== undefined && enabledAt(index) !== where.accountEnabled) continue;
        const user = at(index);
        if (user) found.push(user);
      }
      return found;
    },
    *kinds() {
      for (let index = 0; index < end; index += 1) {
        if (gone.has(index)) continue;
        const kind = generated.kindAt(index);
        const userType = overlay.get(index)?.userType;
        yield userType === undefined ? kind : { ...kind, userType };
      }
    },
    countWhere(where) {
      let count = 0;
      for (let index = 0; index < end; index += 1) if (enabledAt(index) === where.accountEnabled && !gone.has(index)) count += 1;
      return count;
    },
    add(user) {
      const id = user.id?.toLowerCase();
      if (id !== undefined && indexOf(id) !== undefined) return undefined;
      if (user.userPrincipalName !== undefined && byPrincipalName(user.userPrincipalName)) return undefined;
      const index = end;
      end += 1;
      // A made-up address would tell another name than the one that was given.
      const named = user.displayName !== undefined && user.userPrincipalName === undefined;
      lay(index, {
        ...(id === undefined ? {} : { id }),
        ...namesOf(named ? { ...user, userPrincipalName: `user${index}@${domain}` } : user),
        createdAt: options.now(),
        accountEnabled: user.accountEnabled ?? true,
        userType: user.userType ?? 'Member',
      });
      changes.append({ kind: 'user', index, fields: null });
      return at(index);
    },
    change(index, change) {
      const other = change.userPrincipalName === undefined ? undefined : byPrincipalName(change.userPrincipalName);
      if (!at(index) || (other && other.index !== index)) return undefined;
      const changed: Partial<DirectoryUser> = namesOf(change);
      if (change.accountEnabled !== undefined) changed.accountEnabled = change.accountEnabled;
      lay(index, changed);
      changes.append({ kind: 'user', index, fields: Object.keys(changed) });
      return at(index);
    },
    setRemoved(index, reason) {
      if (reason === null) gone.delete(index);
      else gone.set(index, reason);
      changes.append({ kind: 'user', index, fields: null });
    },
  };
}

function namesOf(user: { displayName?: string | undefined; userPrincipalName?: string | undefined }): Partial<DirectoryUser> {
  const names: Partial<DirectoryUser> = {};
  if (user.displayName !== undefined) {
    const [givenName = '', ...family] = user.displayName.split(' ');
    Object.assign(names, { displayName: user.displayName, givenName, surname: family.join(' ') || null });
  }
  if (user.userPrincipalName !== undefined) {
    Object.assign(names, { userPrincipalName: user.userPrincipalName, mail: user.userPrincipalName });
  }
  return names;
}
