import type { Database, Prisma } from '@tenantry/db';
import { type ConnectionState, connectionStates } from '../connections/connection-states.ts';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';
import { compareWithManifest } from '../permission-manifest.ts';
import { findProofUnderWay } from '../runs/proof-run.ts';
import type { RunState } from '../runs/run-states.ts';
import { type Pause, pauseOf } from './pause.ts';

export interface TenantSummary {
  tenantId: string;
  name: string;
  defaultDomain: string | null;
  externalRef: string | null;
  state: ConnectionState;
  stateSince: Date;
  reasonCode: string | null;
  userCount: number | null;
  groupCount: number | null;
  membershipCount: number | null;
  /** Null while devices may not be read. */
  deviceCount: number | null;
  directorySyncedAt: Date | null;
  createdAt: Date;
  tags: string[];
  /** Null unless the tenant is paused at this moment. */
  paused: Pause | null;
  /** Most runs at once; null: one. */
  runLimit: number | null;
  latestRun: { id: string; job: string; state: RunState; createdAt: Date } | null;
}

export interface TenantDetail extends TenantSummary {
  manifestVersion: number;
  grantedPermissions: string[];
  missingPermissions: string[];
  unexpectedPermissions: string[];
  consentedAt: Date | null;
  provenAt: Date | null;
  propagationMs: number | null;
  settlingSince: Date | null;
  heartbeatDueAt: Date | null;
  /** The proof that has not ended; its `nextTryAt` is null while a try is being made or is due. */
  proof: { nextTryAt: Date | null } | null;
  notBefore: Date | null;
  invitationLabel: string | null;
}

const withConnection = {
  connection: true,
  runs: {
    where: { trigger: { not: 'heartbeat' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 1,
    select: { id: true, job: true, state: true, createdAt: true },
  },
} satisfies Prisma.TenantInclude;
type Row = Prisma.TenantGetPayload<{ include: typeof withConnection }>;

export interface TenantQuery {
  /** Part of the name, of the domain, or a whole tenant id or external reference. */
  search?: string | undefined;
  states?: ConnectionState[] | undefined;
  tag?: string | undefined;
  after?: string | undefined;
  limit: number;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tenants by name. Throws DomainError `bad-cursor`. */
export async function listTenants(db: Database, query: TenantQuery, now = new Date()): Promise<Page<TenantSummary>> {
  const conditions: Prisma.TenantWhereInput[] = [
    { connection: query.states === undefined ? { isNot: null } : { state: { in: query.states } } },
  ];
  if (query.tag !== undefined) conditions.push({ tags: { has: query.tag } });
  const search = query.search?.trim();
  if (search) {
    const containing = { contains: search, mode: 'insensitive' as const };
    conditions.push({
      OR: [
        { name: containing },
        { defaultDomain: containing },
        { externalRef: { equals: search, mode: 'insensitive' } },
        ...(guid.test(search) ? [{ tenantId: search.toLowerCase() }] : []),
      ],
    });
  }
  if (query.after !== undefined) {
    const [name, tenantId] = decodeCursor(query.after, cursorKinds.tenants);
    conditions.push({ OR: [{ name: { gt: name } }, { name, tenantId: { gt: tenantId } }] });
  }
  const rows = await db.asFleet((tx) =>
    tx.tenant.findMany({
      where: { AND: conditions },
      include: withConnection,
      orderBy: [{ name: 'asc' }, { tenantId: 'asc' }],
      take: query.limit + 1,
    }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => [row.name, row.tenantId],
    (row) => summaryOf(row, now),
  );
}

function summaryOf(row: Row, now: Date): TenantSummary {
  const connection = connectionOf(row);
  return {
    tenantId: row.tenantId,
    name: row.name,
    defaultDomain: row.defaultDomain,
    externalRef: row.externalRef,
    state: connection.state,
    stateSince: connection.stateSince,
    reasonCode: connection.reasonCode,
    userCount: row.userCount,
    groupCount: row.groupCount,
    membershipCount: row.membershipCount,
    deviceCount: row.deviceCount,
    directorySyncedAt: row.directorySyncedAt,
    createdAt: row.createdAt,
    tags: row.tags,
    paused: pauseOf(row, now),
    runLimit: row.runLimit,
    latestRun: row.runs[0] ?? null,
  };
}

function connectionOf(row: Row) {
  if (row.connection === null) throw new Error(`tenant ${row.tenantId} has no connection`);
  return row.connection;
}

/** One tenant with its connection, or null. */
export async function findTenant(db: Database, tenantId: string, now = new Date()): Promise<TenantDetail | null> {
  if (!guid.test(tenantId)) return null;
  return db.asFleet(async (tx) => {
    const row = await tx.tenant.findUnique({ where: { tenantId: tenantId.toLowerCase() }, include: withConnection });
    if (row === null || row.connection === null) return null;
    const { connection } = row;
    const invitation = row.invitationId === null ? null : await tx.invitation.findUnique({ where: { id: row.invitationId } });
    const { missing, unexpected } = compareWithManifest(connection.grantedPermissions);
    return {
      ...summaryOf(row, now),
      manifestVersion: connection.manifestVersion,
      grantedPermissions: connection.grantedPermissions,
      missingPermissions: missing,
      unexpectedPermissions: unexpected,
      consentedAt: connection.consentedAt,
      provenAt: connection.provenAt,
      propagationMs: connection.propagationMs,
      settlingSince: connection.state === 'settling' ? connection.settlingSince : null,
      heartbeatDueAt: connection.heartbeatDueAt,
      proof: await findProofUnderWay(tx, row.tenantId),
      notBefore: connection.notBefore,
      invitationLabel: invitation?.label ?? null,
    };
  });
}

/** How many tenants stand in each state. */
export async function countTenantsByState(db: Database): Promise<Record<ConnectionState, number>> {
  const groups = await db.asFleet((tx) => tx.connection.groupBy({ by: ['state'], _count: { _all: true } }));
  const counted = new Map(groups.map((group) => [group.state, group._count._all]));
  return Object.fromEntries(connectionStates.map((state) => [state, counted.get(state) ?? 0])) as Record<ConnectionState, number>;
}
