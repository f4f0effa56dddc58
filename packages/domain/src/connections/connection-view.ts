import type { Database } from '@tenantry/db';
import type { ConsentRequestState } from '../consent/consent-request-states.ts';
import { compareWithManifest } from '../permission-manifest.ts';
import { findProofUnderWay } from '../runs/proof-run.ts';
import type { ConnectionState } from './connection-states.ts';

/** What a tenant's own people may see of their connection. `state` is null before anybody of the tenant has approved. */
export interface ConnectionView {
  tenantId: string;
  tenantName: string;
  state: ConnectionState | null;
  stateSince: Date | null;
  reasonCode: string | null;
  settlingSince: Date | null;
  tries: number;
  lastTryAt: Date | null;
  lastTryCode: string | null;
  /** When the proof looks again; null while it looks, is due, or has ended. */
  nextTryAt: Date | null;
  provenAt: Date | null;
  propagationMs: number | null;
  grantedPermissions: string[];
  missingPermissions: string[];
  directory: { userCount: number | null; groupCount: number | null; directorySyncedAt: Date | null };
  latestRequest: {
    id: string;
    state: ConsentRequestState;
    outcomeCode: string | null;
    correlationId: string | null;
    personName: string;
    createdAt: Date;
  } | null;
}

/** The connection of one tenant, read in its own scope; null when neither a connection nor a request of it exists. */
export async function readConnectionView(db: Database, of: { tenantId: string }): Promise<ConnectionView | null> {
  const { tenantId } = of;
  return db.asTenant(tenantId, async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { tenantId }, include: { connection: true } });
    const request = await tx.consentRequest.findFirst({ where: { tenantId }, orderBy: { createdAt: 'desc' } });
    if (tenant === null && request === null) return null;
    const proof = await findProofUnderWay(tx, tenantId);
    const connection = tenant?.connection ?? null;
    return {
      tenantId,
      tenantName: tenant?.name ?? request?.tenantName ?? tenantId,
      state: connection?.state ?? null,
      stateSince: connection?.stateSince ?? null,
      reasonCode: connection?.reasonCode ?? null,
      settlingSince: connection?.state === 'settling' ? connection.settlingSince : null,
      tries: connection?.proofTries ?? 0,
      lastTryAt: connection?.lastTryAt ?? null,
      lastTryCode: connection?.lastTryCode ?? null,
      nextTryAt: proof?.nextTryAt ?? null,
      provenAt: connection?.provenAt ?? null,
      propagationMs: connection?.propagationMs ?? null,
      grantedPermissions: connection?.grantedPermissions ?? [],
      missingPermissions: connection === null ? [] : compareWithManifest(connection.grantedPermissions).missing,
      directory: {
        userCount: tenant?.userCount ?? null,
        groupCount: tenant?.groupCount ?? null,
        directorySyncedAt: tenant?.directorySyncedAt ?? null,
      },
      latestRequest:
        request === null
          ? null
          : {
              id: request.id,
              state: request.state,
              outcomeCode: request.outcomeCode,
              correlationId: request.correlationId,
              personName: request.personName,
              createdAt: request.createdAt,
            },
    };
  });
}
