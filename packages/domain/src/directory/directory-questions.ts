import type { Database, Prisma } from '@tenantry/db';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';

export interface DirectoryQuery {
  tenantId: string;
  /** Part of the name or of the address. */
  search?: string | undefined;
  /** Only what changed at or after this instant; deleted rows are among them. */
  changedSince?: Date | undefined;
  includeDeleted?: boolean | undefined;
  after?: string | undefined;
  limit: number;
}

export interface ListedUser {
  id: string;
  displayName: string | null;
  userPrincipalName: string | null;
  mail: string | null;
  accountEnabled: boolean | null;
  userType: string | null;
  changedAt: Date;
  deletedAt: Date | null;
}

export interface ListedGroup {
  id: string;
  displayName: string | null;
  mail: string | null;
  mailEnabled: boolean | null;
  securityEnabled: boolean | null;
  memberCount: number;
  changedAt: Date;
  deletedAt: Date | null;
}

export interface ListedDevice {
  id: string;
  displayName: string | null;
  /** The id a device has outside the directory; what Intune and sign-in logs call it by. */
  deviceId: string | null;
  operatingSystem: string | null;
  operatingSystemVersion: string | null;
  accountEnabled: boolean | null;
  trustType: string | null;
  changedAt: Date;
  deletedAt: Date | null;
}

function containing(search: string) {
  return { contains: search, mode: 'insensitive' as const };
}

function common(query: DirectoryQuery): { deletedAt?: null; changedAt?: { gte: Date }; id?: { gt: string } } {
  return {
    ...(query.includeDeleted || query.changedSince !== undefined ? {} : { deletedAt: null }),
    ...(query.changedSince === undefined ? {} : { changedAt: { gte: query.changedSince } }),
    ...(query.after === undefined ? {} : { id: { gt: decodeCursor(query.after, cursorKinds.directory)[0] } }),
  };
}

/** Users of one tenant as its last sync saw them, by id. Throws DomainError `bad-cursor`. */
export async function listDirectoryUsers(db: Database, query: DirectoryQuery): Promise<Page<ListedUser>> {
  const search = query.search?.trim();
  const where: Prisma.DirectoryUserWhereInput = {
    tenantId: query.tenantId,
    ...common(query),
    ...(search ? { OR: [{ displayName: containing(search) }, { userPrincipalName: containing(search) }] } : {}),
  };
  const rows = await db.asTenant(query.tenantId, (tx) =>
    tx.directoryUser.findMany({ where, orderBy: { id: 'asc' }, take: query.limit + 1 }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => [row.id],
    ({ tenantId: _tenant, generation: _generation, ...user }) => user,
  );
}

/** Groups of one tenant as its last sync saw them, by id, with the number of their direct members. Throws DomainError `bad-cursor`. */
export async function listDirectoryGroups(db: Database, query: DirectoryQuery): Promise<Page<ListedGroup>> {
  const search = query.search?.trim();
  const where: Prisma.DirectoryGroupWhereInput = {
    tenantId: query.tenantId,
    ...common(query),
    ...(search ? { OR: [{ displayName: containing(search) }, { mail: containing(search) }] } : {}),
  };
  return db.asTenant(query.tenantId, async (tx) => {
    const rows = await tx.directoryGroup.findMany({ where, orderBy: { id: 'asc' }, take: query.limit + 1 });
    const counts = await tx.directoryMembership.groupBy({
      by: ['groupId'],
      where: { tenantId: query.tenantId, groupId: { in: rows.map(({ id }) => id) } },
      _count: { _all: true },
    });
    const countOf = new Map(counts.map((row) => [row.groupId, row._count._all]));
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      ({ tenantId: _tenant, generation: _generation, ...group }) => ({ ...group, memberCount: countOf.get(group.id) ?? 0 }),
    );
  });
}

/** Devices of one tenant as its last sync saw them, by id. Throws DomainError `bad-cursor`. */
export async function listDirectoryDevices(db: Database, query: DirectoryQuery): Promise<Page<ListedDevice>> {
  const search = query.search?.trim();
  const where: Prisma.DirectoryDeviceWhereInput = {
    tenantId: query.tenantId,
    ...common(query),
    ...(search ? { OR: [{ displayName: containing(search) }, { deviceId: { equals: search, mode: 'insensitive' } }] } : {}),
  };
  const rows = await db.asTenant(query.tenantId, (tx) =>
    tx.directoryDevice.findMany({ where, orderBy: { id: 'asc' }, take: query.limit + 1 }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => [row.id],
    ({ tenantId: _tenant, generation: _generation, ...device }) => device,
  );
}
