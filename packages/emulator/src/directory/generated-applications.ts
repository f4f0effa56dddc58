import { digestText, mix32 } from './mixing.ts';
import { createObjectIds, type ObjectIds } from './object-ids.ts';

const day = 24 * 60 * 60 * 1000;

/** A secret or a certificate of an application; never its value. */
export interface AppCredential {
  keyId: string;
  displayName: string | null;
  startsAt: Date;
  endsAt: Date;
}

export interface DirectoryApplication {
  index: number;
  id: string;
  appId: string;
  displayName: string;
  signInAudience: 'AzureADMyOrg' | 'AzureADMultipleOrgs';
  createdAt: Date;
  secrets: readonly AppCredential[];
  certificates: readonly AppCredential[];
}

const subjects = 'Payroll,Backup,Print,Travel,Intranet,HR,Invoice,Door access,Phone system,Ticket,Scanner,Warehouse'.split(',');
const endings = 'sync,connector,portal,bot,export,gateway,monitor'.split(',');

/** Days until a credential ends, in the proportion in which they occur: some are over, some end soon, most have time. */
const endsInDays = [-400, -35, -2, 3, 12, 25, 55, 110, 170, 240, 330, 460, 600, 700];

/** Computes the tenant's own applications from (seed, index). */
export function createGeneratedApplications(options: {
  tenantId: string;
  seed: number;
  bornAt: () => Date;
  ids: ObjectIds;
}): (index: number) => DirectoryApplication {
  const { tenantId, seed, ids } = options;
  const root = digestText(`${tenantId}/applications`, seed);
  const appIds = createObjectIds(tenantId, seed, 'application outside');
  const keyIds = createObjectIds(tenantId, seed, 'credential');
  const mostCredentials = 8;
  return (index) => {
    const traits = mix32(root ^ Math.imul(index + 1, 0x9e3779b1));
    const bornMs = options.bornAt().getTime();
    // The first three show one of each kind wherever they are looked at: over, ending soon, in good order.
    const shown = [1, 4, 10][index];
    const credential = (place: number, displayName: string | null): AppCredential => {
      const draw = mix32(traits ^ (0xc0de + place));
      const ends = bornMs + (endsInDays[place === 0 && shown !== undefined ? shown : draw % endsInDays.length] ?? 0) * day;
      const lifeDays = draw % 3 === 0 ? 365 : 730;
      return {
        keyId: keyIds.idOf(index * mostCredentials + place),
        displayName,
        startsAt: new Date(ends - lifeDays * day),
        endsAt: new Date(ends),
      };
    };
    const secretCount = shown === undefined ? [1, 1, 2, 0, 1, 3, 1, 0][traits % 8] : 1;
    const certificateCount = [0, 0, 1, 0, 2, 0, 1, 0][(traits >>> 8) % 8];
    return {
      index,
      id: ids.idOf(index),
      appId: appIds.idOf(index),
      displayName: `${subjects[(traits >>> 4) % subjects.length]} ${endings[(traits >>> 12) % endings.length]} ${index + 1}`,
      signInAudience: traits % 9 === 0 ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
      createdAt: new Date(bornMs - (800 + (traits % 1500)) * day),
      secrets: Array.from({ length: secretCount ?? 0 }, (_, place) =>
        credential(place, place === 0 ? null : `Secret ${place + 1}`),
      ),
      certificates: Array.from({ length: certificateCount ?? 0 }, (_, place) => credential(4 + place, 'CN=app')),
    };
  };
}
