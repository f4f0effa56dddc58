import { jobCatalogue } from '@tenantry/domain';
import { z } from 'zod';
import { listingJob } from '../listing/listing-job.ts';
import { expiringCredentials } from './expiring-credentials.ts';

const credential = {
  keyId: z.string(),
  displayName: z.string().nullish(),
  startDateTime: z.iso.datetime({ offset: true }).nullish(),
  endDateTime: z.iso.datetime({ offset: true }).nullish(),
};

const applicationSchema = z.object({
  id: z.guid(),
  appId: z.guid(),
  displayName: z.string().nullish(),
  passwordCredentials: z.array(z.object(credential)),
  keyCredentials: z.array(z.object({ ...credential, type: z.string().nullish(), usage: z.string().nullish() })),
});

/** Secrets and certificates of the tenant's own applications; Graph never hands out the secrets themselves. */
export const credentialExpiry = listingJob(jobCatalogue['credential-expiry'], {
  // keyCredentials come only with $select ("List applications", application-list.md).
  path: '/applications?$select=id,appId,displayName,passwordCredentials,keyCredentials&$top=999&$count=true',
  consistencyLevel: 'eventual',
  item: applicationSchema,
  find: (application, { params, asOf }) => expiringCredentials(application, { withinDays: params.withinDays, asOf }),
});
