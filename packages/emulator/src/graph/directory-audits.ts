import { mix32 } from '../directory/mixing.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { licenceMissing, unsupportedQuery } from './graph-refusal.ts';
import { answerListing } from './listing.ts';
import { allowOnly } from './odata-query.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const activities = [
  ['UserManagement', 'Update user', 'Update'],
  ['UserManagement', 'Add user', 'Add'],
  ['GroupManagement', 'Add member to group', 'Assign'],
  ['GroupManagement', 'Remove member from group', 'Unassign'],
  ['RoleManagement', 'Add member to role', 'Assign'],
  ['ApplicationManagement', 'Update application', 'Update'],
] as const;

/** `GET /auditLogs/directoryAudits`: newest first (directoryaudit-list.md) */
export async function listDirectoryAudits(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$top', '$filter', '$skiptoken']);
  const { tenant, graph } = call;
  if (graph.settings.auditNeedsLicence && !tenant.premium) throw licenceMissing();
  return answerListing(call, {
    resource: 'directoryAudits',
    path: '/auditLogs/directoryAudits',
    of: '',
    entitySet: 'auditLogs/directoryAudits',
    usualPage: 1000,
    longestPage: 1000,
    hearsCount: false,
    count: () => 0,
    page({ position: [position = 0], limit, filter }) {
      const since = filter === null ? 0 : readSince(filter);
      const items: string[] = [];
      for (let place = position; place < auditCount(call); place += 1) {
        const at = auditTime(call, place);
        if (at < since) break;
        if (items.length === limit) return { items, next: [place] };
        items.push(JSON.stringify(auditAt(call, place, at)));
      }
      return { items, next: null };
    },
  });
}

/** Something about every third user a month; what is older than the tenant may keep is gone (reference-reports-data-retention.md). */
const auditCount = ({ tenant }: GraphCall) => Math.ceil((30 + tenant.directory.userCount / 3) * (tenant.premium ? 1 : 7 / 30));

const auditTime = (call: GraphCall, place: number) => {
  const step = ((call.tenant.premium ? 30 : 7) * day) / auditCount(call);
  return Math.floor(call.tenant.bornAt.getTime() - (place + 0.5) * step);
};

/** resources/directoryaudit.md */
function auditAt(call: GraphCall, place: number, at: number) {
  const { tenant } = call;
  const { directory } = tenant;
  const draw = mix32(place ^ 0xa0d1);
  const [category, activityDisplayName, operationType] = activities[draw % activities.length] ?? activities[0];
  const user = directory.users(draw % Math.max(1, directory.userEnd), 1)[0];
  const by = tenant.accounts[0];
  const correlationId = seededGuid('audit', tenant.tenantId, String(place));
  return {
    id: `Directory_${correlationId}_${place}`,
    category,
    correlationId,
    result: 'success',
    resultReason: '',
    activityDisplayName,
    activityDateTime: new Date(at),
    loggedByService: 'Core Directory',
    operationType,
    initiatedBy: {
      app: null,
      user: by ? { id: by.oid, displayName: null, userPrincipalName: by.username, ipAddress: '203.0.113.7' } : null,
    },
    targetResources: user
      ? [{ id: user.id, displayName: null, type: 'User', userPrincipalName: user.userPrincipalName, modifiedProperties: [] }]
      : [],
    additionalDetails: [],
  };
}

/** `activityDateTime ge 2026-01-01T00:00:00Z`, alone. */
function readSince(text: string): number {
  const since = Date.parse(/^\s*activityDateTime\s+g[et]\s+(\S+)\s*$/.exec(text)?.[1] ?? '');
  if (Number.isNaN(since)) throw unsupportedQuery('Unsupported Query.');
  return since;
}
