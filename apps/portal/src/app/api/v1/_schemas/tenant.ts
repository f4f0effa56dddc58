import { connectionStates, runStates } from '@tenantry/domain';
import { z } from 'zod';
import { guid, instant } from './paging.ts';
import { pause } from './pause.ts';

const tenantFields = {
  id: guid.meta({ description: 'The same as `tenantId`.' }),
  tenantId: guid.meta({ description: 'Id of the Microsoft Entra directory.' }),
  name: z.string(),
  defaultDomain: z.string().nullable(),
  externalRef: z.string().nullable().meta({ description: 'Your own reference, given with the invitation.' }),
  state: z.enum(connectionStates).meta({ description: 'State of the connection.' }),
  stateSince: instant,
  reasonCode: z.string().nullable().meta({ description: 'Code that explains the state.' }),
  userCount: z.number().int().nullable().meta({ description: 'null = never counted.' }),
  groupCount: z.number().int().nullable(),
  membershipCount: z.number().int().nullable(),
  deviceCount: z.number().int().nullable().meta({ description: 'null = never counted, or devices may not be read.' }),
  directorySyncedAt: instant.nullable(),
  createdAt: instant,
  tags: z.array(z.string()),
  paused: pause.nullable().meta({ description: 'Set while none of its runs begins or goes on.' }),
  runLimit: z.number().int().nullable().meta({ description: 'Most runs at once; null = one.' }),
  latestRun: z.object({ id: guid, job: z.string(), state: z.enum(runStates), createdAt: instant }).nullable(),
};

export const tenantSchema = z.object(tenantFields).meta({ id: 'Tenant' });

export const tenantDetailSchema = z
  .object({
    ...tenantFields,
    manifestVersion: z.number().int(),
    grantedPermissions: z.array(z.string()),
    missingPermissions: z.array(z.string()),
    unexpectedPermissions: z.array(z.string()),
    consentedAt: instant.nullable(),
    provenAt: instant.nullable(),
    propagationMs: z.number().int().nullable().meta({ description: 'From the consent callback to the first proof.' }),
    notBefore: instant.nullable().meta({ description: 'Throttled: nothing is asked of Graph for this tenant before.' }),
    invitationLabel: z.string().nullable(),
  })
  .meta({ id: 'TenantDetail' });
