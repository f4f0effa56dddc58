import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { type Actor, actorText } from './actor.ts';
import { recordAudit } from './audit.ts';

export type ApiScope = 'read' | 'run';

const day = 86_400_000;
const keyForm = /^tny_([A-Za-z0-9_-]{8})_[A-Za-z0-9_-]{32}$/;

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Makes an API key.
 *
 * @returns the key's id and the key itself, which is not kept and cannot be shown again
 */
export async function createApiKey(
  db: Database,
  wish: { name: string; scopes: ApiScope[]; actor: Actor; expiresInDays: number; now: Date },
): Promise<{ id: string; key: string }> {
  const prefix = randomBytes(6).toString('base64url');
  const key = `tny_${prefix}_${randomBytes(24).toString('base64url')}`;
  const row = await db.asFleet(async (tx) => {
    const created = await tx.apiKey.create({
      data: {
        name: wish.name,
        prefix,
        hash: digest(key),
        scopes: wish.scopes,
        createdBy: actorText(wish.actor),
        createdAt: wish.now,
        expiresAt: new Date(wish.now.getTime() + wish.expiresInDays * day),
      },
    });
    await recordAudit(tx, {
      actor: wish.actor,
      action: 'api-key.created',
      subject: created.id,
      detail: { scopes: wish.scopes },
      now: wish.now,
    });
    return created;
  });
  return { id: row.id, key };
}

/** Who an API key belongs to, or null when it is unknown, revoked or expired. The key is compared by its digest, so timing tells nothing. */
export async function findApiKey(
  db: Database,
  key: string,
  now: Date,
): Promise<{ id: string; name: string; scopes: ApiScope[] } | null> {
  const prefix = keyForm.exec(key)?.[1];
  if (prefix === undefined) return null;
  const row = await db.asFleet((tx) =>
    tx.apiKey.findUnique({ where: { prefix, hash: digest(key), revokedAt: null, expiresAt: { gt: now } } }),
  );
  return row === null ? null : { id: row.id, name: row.name, scopes: row.scopes as ApiScope[] };
}
