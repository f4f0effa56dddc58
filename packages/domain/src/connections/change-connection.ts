import { notifyChange, type Tx } from '@tenantry/db';
import { type ConnectionState, statesLeadingTo } from './connection-states.ts';

interface ConnectionFields {
  reasonCode?: string | null;
  grantedPermissions?: string[];
  manifestVersion?: number;
  consentedAt?: Date;
  settlingSince?: Date | null;
  provenAt?: Date;
  propagationMs?: number | null;
  suspectSince?: Date | null;
  heartbeatDueAt?: Date | null;
}

/**
 * Moves a connection to another state, if the table of changes allows it from where it is now.
 *
 * @param change.from narrows the states it may leave
 *
 * @returns whether it moved
 */
export async function changeConnection(
  tx: Tx,
  change: {
    tenantId: string;
    to: ConnectionState;
    from?: readonly ConnectionState[];
    fields?: ConnectionFields;
    newTokenGeneration?: boolean;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await tx.connection.updateMany({
    where: {
      tenantId: change.tenantId,
      state: { in: statesLeadingTo(change.to).filter((state) => change.from?.includes(state) ?? true) },
    },
    data: {
      ...change.fields,
      state: change.to,
      stateSince: change.now,
      ...(change.newTokenGeneration ? { tokenGeneration: { increment: 1 } } : {}),
    },
  });
  if (count === 1) await notifyChange(tx, `tenant ${change.tenantId}`);
  return count === 1;
}

/** Records what was seen without a change of state. */
export async function noteOnConnection(tx: Tx, tenantId: string, fields: ConnectionFields): Promise<void> {
  await tx.connection.updateMany({ where: { tenantId }, data: fields });
  await notifyChange(tx, `tenant ${tenantId}`);
}
