import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Control, ControlError, control, tenantOf } from '../control/control.ts';
import type { World } from '../world/world.ts';

const tenantId = z.guid();
const oneApplication = z.strictObject({ tenantId, applicationId: z.guid().describe('Its object id') });
const base = '/tenants/{tenantId}/applications';

function applicationOf(world: World, input: z.infer<typeof oneApplication>) {
  const { directory } = tenantOf(world, input.tenantId);
  const application = directory.applications.find(input.applicationId);
  if (!application) throw new ControlError('not-found', `The directory has no application ${input.applicationId}.`);
  return { directory, application };
}

/** What happens to the applications a customer has registered itself. */
export const applicationControls: Control[] = [
  control({
    method: 'post',
    path: base,
    summary: 'Register an application without credentials',
    input: z.strictObject({ tenantId, displayName: z.string().min(1) }),
    run: (world, input) =>
      tenantOf(world, input.tenantId).directory.addApplication({
        displayName: input.displayName,
        createdAt: world.clock.now(),
        secrets: [],
        certificates: [],
      }),
  }),
  control({
    method: 'delete',
    path: `${base}/{applicationId}`,
    summary: 'Delete an application',
    input: oneApplication,
    run(world, input) {
      const { directory, application } = applicationOf(world, input);
      directory.deleteApplication(application.id);
    },
  }),
  control({
    method: 'post',
    path: `${base}/{applicationId}/credentials`,
    summary: 'Add a secret or a certificate that ends then',
    input: oneApplication.extend({
      kind: z.enum(['secret', 'certificate']).default('secret'),
      displayName: z.string().min(1).nullable().default(null),
      endsAt: z.iso.datetime({ offset: true }),
    }),
    run(world, input) {
      const { directory, application } = applicationOf(world, input);
      const { displayName, endsAt } = input;
      const credential = { keyId: randomUUID(), displayName, startsAt: world.clock.now(), endsAt: new Date(endsAt) };
      return directory.changeApplication(
        application.id,
        input.kind === 'secret'
          ? { secrets: [...application.secrets, credential] }
          : { certificates: [...application.certificates, credential] },
      );
    },
  }),
  control({
    method: 'delete',
    path: `${base}/{applicationId}/credentials/{keyId}`,
    summary: 'Remove a secret or a certificate',
    input: oneApplication.extend({ keyId: z.guid() }),
    run(world, input) {
      const { directory, application } = applicationOf(world, input);
      const without = <T extends { keyId: string }>(held: readonly T[]) =>
        held.filter(({ keyId }) => keyId !== input.keyId.toLowerCase());
      const [secrets, certificates] = [without(application.secrets), without(application.certificates)];
      if (secrets.length + certificates.length === application.secrets.length + application.certificates.length)
        throw new ControlError('not-found', `The application has no credential ${input.keyId}.`);
      directory.changeApplication(application.id, { secrets, certificates });
    },
  }),
];
