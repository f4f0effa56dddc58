import type { Finding } from '../listing/findings.ts';

const day = 24 * 60 * 60_000;

interface Credential {
  keyId: string;
  displayName?: string | null | undefined;
  startDateTime?: string | null | undefined;
  endDateTime?: string | null | undefined;
}

interface Application {
  appId: string;
  displayName?: string | null | undefined;
  passwordCredentials: Credential[];
  keyCredentials: Credential[];
}

/** The credentials of one application that have expired or expire within so many days, and those of which nobody knows when. */
export function expiringCredentials(application: Application, asked: { withinDays: number; asOf: Date }): Finding[] {
  return [
    ...application.passwordCredentials.map((credential) => ({ kind: 'secret', credential })),
    ...application.keyCredentials.map((credential) => ({ kind: 'certificate', credential })),
  ].flatMap(({ kind, credential }) => {
    const { keyId, displayName, startDateTime, endDateTime } = credential;
    const leftMs = endDateTime == null ? null : Date.parse(endDateTime) - asked.asOf.getTime();
    if (leftMs !== null && leftMs > asked.withinDays * day) return [];
    const standing = leftMs === null ? 'unknown' : leftMs <= 0 ? 'expired' : 'expiring';
    const row = {
      application: application.displayName ?? null,
      kind,
      credential: displayName ?? null,
      standing,
      expiresAt: endDateTime ?? null,
      daysLeft: leftMs === null ? null : Math.floor(leftMs / day),
      startsAt: startDateTime ?? null,
      appId: application.appId,
      keyId,
    };
    return [{ key: `${application.appId} ${kind} ${keyId}`, row, countAs: standing }];
  });
}
