import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { newRegistration, registerPortal } from '../customers/registrations.ts';
import { applicationPermissions } from '../entra/graph-permissions.ts';
import type { AppRegistration, World } from '../world/world.ts';
import { type Control, ControlError, control } from './control.ts';

const clientId = z.guid();
const permission = z
  .string()
  .refine((value) => value in applicationPermissions, 'not an application permission the emulator knows');
const certificate = z.string().refine((pem) => {
  try {
    return Boolean(new X509Certificate(pem));
  } catch {
    return false;
  }
}, 'not a certificate in PEM form');
const expiresAt = z.iso.datetime({ offset: true }).nullable().default(null);
const readInstant = (text: string | null): Date | null => (text === null ? null : new Date(text));

const changes = z.strictObject({
  displayName: z.string().min(1).optional(),
  publisherName: z.string().min(1).optional(),
  publisherVerified: z.boolean().optional(),
  signInAudience: z.enum(['AzureADMultipleOrgs', 'AzureADMyOrg']).optional(),
  redirectUris: z.array(z.url()).optional(),
  requiredAppRoles: z.array(permission).optional(),
  groupMembershipClaims: z.literal('DirectoryRole').nullable().optional(),
});

function registrationOf(world: World, id: string): AppRegistration {
  const registration = world.registrations.get(id.toLowerCase());
  if (!registration) throw new ControlError('not-found', `No app is registered as ${id}.`);
  return registration;
}

const describeRegistration = ({ secrets, certificates, ...rest }: AppRegistration) => ({
  ...rest,
  secrets: secrets.map(({ value, expiresAt: until }) => ({ hint: value.slice(0, 3), expiresAt: until })),
  certificates: certificates.map(({ pem, expiresAt: until }) => ({
    thumbprintSha256: new X509Certificate(pem).fingerprint256.replaceAll(':', ''),
    expiresAt: until,
  })),
});

const applyChanges = (registration: AppRegistration, given: z.infer<typeof changes>): AppRegistration =>
  Object.assign(registration, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

export const registrationControls: Control[] = [
  control({
    method: 'get',
    path: '/registrations',
    summary: 'All app registrations; of secrets only the first characters',
    input: z.strictObject({}),
    run: (world) => [...world.registrations.values()].map(describeRegistration),
  }),
  control({
    method: 'post',
    path: '/registrations',
    summary: 'Register an app of the ISV',
    input: changes.extend({ clientId, displayName: z.string().min(1) }),
    run(world, { clientId: id, displayName, ...given }) {
      const key = id.toLowerCase();
      if (world.registrations.has(key)) throw new ControlError('conflict', `There is already an app ${id}.`);
      const registration = applyChanges(newRegistration(key, displayName), given);
      world.registrations.set(key, registration);
      return describeRegistration(registration);
    },
  }),
  control({
    method: 'patch',
    path: '/registrations/{clientId}',
    summary: 'Change a registration; customers keep what they granted until they consent again',
    input: changes.extend({ clientId }),
    run: (world, { clientId: id, ...given }) => describeRegistration(applyChanges(registrationOf(world, id), given)),
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/secrets',
    summary: 'Add a client secret',
    input: z.strictObject({ clientId, value: z.string().min(1), expiresAt }),
    run(world, input) {
      registrationOf(world, input.clientId).secrets.push({ value: input.value, expiresAt: readInstant(input.expiresAt) });
    },
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/secrets/expire',
    summary: 'Let a client secret, or all of them, expire now: AADSTS7000222',
    input: z.strictObject({ clientId, value: z.string().optional() }),
    run(world, input) {
      for (const secret of registrationOf(world, input.clientId).secrets) {
        if (input.value === undefined || secret.value === input.value) secret.expiresAt = world.clock.now();
      }
    },
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/secrets/remove',
    summary: 'Remove a client secret, or all of them: AADSTS7000215',
    input: z.strictObject({ clientId, value: z.string().optional() }),
    run(world, input) {
      const registration = registrationOf(world, input.clientId);
      registration.secrets = registration.secrets.filter(({ value }) => input.value !== undefined && value !== input.value);
    },
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/certificates',
    summary: 'Add a certificate (PEM) whose key may sign client assertions',
    input: z.strictObject({ clientId, pem: certificate, expiresAt }),
    run(world, input) {
      registrationOf(world, input.clientId).certificates.push({ pem: input.pem, expiresAt: readInstant(input.expiresAt) });
    },
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/certificates/remove',
    summary: 'Remove all certificates: AADSTS700027',
    input: z.strictObject({ clientId }),
    run(world, input) {
      registrationOf(world, input.clientId).certificates = [];
    },
  }),
  control({
    method: 'post',
    path: '/registrations/{clientId}/federated-credentials',
    summary: 'Trust the tokens of another issuer (its JWKS inline)',
    input: z.strictObject({
      clientId,
      issuer: z.url(),
      subject: z.string(),
      audience: z.string().default('api://AzureADTokenExchange'),
      jwks: z.object({ keys: z.array(z.looseObject({})) }),
    }),
    run(world, { clientId: id, ...credential }) {
      registrationOf(world, id).federatedCredentials.push(credential);
    },
  }),
  control({
    method: 'post',
    path: '/portal',
    summary: 'Register the addresses of a portal at this origin with the two demo apps, in place of the former ones',
    input: z.strictObject({ url: z.url() }),
    run(world, input) {
      registerPortal(world, input.url);
    },
  }),
];
