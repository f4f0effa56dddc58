import { countEndedByHour, type Database } from '@tenantry/db';
import type { ConnectionState } from './connections/connection-states.ts';
import { type RunSummary, readRuns } from './runs/run-questions.ts';
import { activeRunStates } from './runs/run-states.ts';
import { countTenantsByState } from './tenants/tenant-questions.ts';
import { aliveForMs } from './workers.ts';

export interface Overview {
  tenantsByState: Record<ConnectionState, number>;
  runs: Record<(typeof activeRunStates)[number], number>;
  /** The last 24 hours, oldest first. */
  endedByHour: { hour: Date; succeeded: number; partial: number; failed: number }[];
  workers: {
    id: string;
    host: string;
    pid: number;
    startedAt: Date;
    seenAt: Date;
    running: number;
    alive: boolean;
    /** When it last wrote a page or ended a slice. */
    workedAt: Date | null;
    /** Since when none of its slices comes forward. */
    wedgedAt: Date | null;
  }[];
  credentialBrokenSince: Date | null;
  credentialErrorCode: string | null;
  /** Graph throttled the app itself until this instant. */
  notBefore: Date | null;
  attention: { tenantId: string; name: string; state: ConnectionState; reasonCode: string | null; since: Date }[];
  latestRuns: RunSummary[];
  /** Sums of the counts of the tenants' last syncs. */
  directory: { users: number; groups: number; memberships: number };
}

const hour = 3_600_000;
const attentionStates: ConnectionState[] = ['needs_consent', 'not_granted', 'degraded', 'unclaimed'];

/** What an operator sees first. */
export async function readOverview(db: Database, now: Date): Promise<Overview> {
  const tenantsByState = await countTenantsByState(db);
  return db.asFleet(async (tx) => {
    const fleet = await tx.fleetState.findUnique({ where: { id: 1 } });
    const active = await tx.run.groupBy({
      by: ['state'],
      where: { state: { in: [...activeRunStates] } },
      _count: { _all: true },
    });
    const firstHour = new Date(Math.floor(now.getTime() / hour) * hour - 23 * hour);
    const ended = await countEndedByHour(tx, firstHour);
    const workers = await tx.worker.findMany({ orderBy: { seenAt: 'desc' }, take: 50 });
    const attention = await tx.connection.findMany({
      where: { state: { in: attentionStates } },
      orderBy: { stateSince: 'desc' },
      take: 10,
      include: { tenant: { select: { name: true } } },
    });
    const sums = await tx.tenant.aggregate({ _sum: { userCount: true, groupCount: true, membershipCount: true } });
    const latest = await readRuns(tx, { limit: 8 });
    const countIn = (state: string) => active.find((group) => group.state === state)?._count._all ?? 0;
    return {
      tenantsByState,
      runs: { queued: countIn('queued'), running: countIn('running'), waiting: countIn('waiting'), held: countIn('held') },
      endedByHour: Array.from({ length: 24 }, (_, index) => {
        const start = new Date(firstHour.getTime() + index * hour);
        const count = (state: string) =>
          ended.find((row) => row.hour.getTime() === start.getTime() && row.state === state)?.count ?? 0;
        return { hour: start, succeeded: count('succeeded'), partial: count('partial'), failed: count('failed') };
      }),
      workers: workers.map((worker) => ({ ...worker, alive: now.getTime() - worker.seenAt.getTime() < aliveForMs })),
      credentialBrokenSince: fleet?.credentialBrokenSince ?? null,
      credentialErrorCode: fleet?.credentialErrorCode ?? null,
      notBefore: fleet?.notBefore && fleet.notBefore > now ? fleet.notBefore : null,
      attention: attention.map(({ tenantId, tenant, state, reasonCode, stateSince }) => ({
        tenantId,
        name: tenant.name,
        state,
        reasonCode,
        since: stateSince,
      })),
      latestRuns: latest.items,
      directory: {
        users: sums._sum.userCount ?? 0,
        groups: sums._sum.groupCount ?? 0,
        memberships: sums._sum.membershipCount ?? 0,
      },
    };
  });
}
