import type { Tenant } from '../world/world.ts';
import { activatedRoles, administratorsOf, holdersOf } from './held-roles.ts';
import { registrationOf } from './registration-details.ts';
import { subscribedSkusOf } from './subscribed-skus.ts';
import { transitiveMembers } from './transitive-members.ts';

/** How many objects are made at once. */
const chunk = 1000;

type Lines = (tenant: Tenant) => Generator<object>;

/** Everything of one kind that is in a tenant now, one object a line. */
export const truthLines = {
  users: {
    what: 'All live users: id, displayName, userPrincipalName, mail, accountEnabled, userType',
    *lines({ directory }) {
      for (const user of each((from) => directory.users(from, chunk))) {
        const { id, displayName, userPrincipalName, mail, accountEnabled, userType } = user;
        yield { id, displayName, userPrincipalName, mail, accountEnabled, userType };
      }
    },
  },
  groups: {
    what: 'All groups: id, displayName, mail, mailEnabled, securityEnabled',
    *lines({ directory }) {
      for (const { id, displayName, mail, mailEnabled, securityEnabled } of each((from) => directory.groups(from, chunk))) {
        yield { id, displayName, mail, mailEnabled, securityEnabled };
      }
    },
  },
  members: {
    what: 'All direct memberships: groupId, memberId, memberType',
    *lines({ directory }) {
      for (const { index, id: groupId } of each((from) => directory.groups(from, chunk))) {
        for (let from: number | null = 0; from !== null; ) {
          const { members, next } = directory.members(index, from, chunk);
          for (const { id: memberId, type: memberType } of members) yield { groupId, memberId, memberType };
          from = next;
        }
      }
    },
  },
  'transitive-members': {
    what: 'All memberships, direct ones and those by way of nested groups, each once: groupId, memberId, memberType',
    *lines({ directory }) {
      for (const { index, id: groupId } of each((from) => directory.groups(from, chunk))) {
        for (let from: readonly number[] | null = []; from !== null; ) {
          const page: ReturnType<typeof transitiveMembers> = transitiveMembers(directory, index, from, chunk);
          for (const { id: memberId, type: memberType } of page.members) yield { groupId, memberId, memberType };
          from = page.next;
        }
      }
    },
  },
  devices: {
    what: 'All devices: id, displayName, deviceId, operatingSystem, operatingSystemVersion, accountEnabled, trustType, approximateLastSignInDateTime',
    *lines({ directory }) {
      for (const device of each((from) => directory.devices.list(from, chunk))) {
        const { id, displayName, deviceId, operatingSystem, operatingSystemVersion, accountEnabled, trustType } = device;
        const seen = { approximateLastSignInDateTime: device.lastSignInAt };
        yield { id, displayName, deviceId, operatingSystem, operatingSystemVersion, accountEnabled, trustType, ...seen };
      }
    },
  },
  'subscribed-skus': {
    what: 'What the tenant has subscribed to: skuId, skuPartNumber, capabilityStatus, consumedUnits, enabledUnits',
    *lines(tenant) {
      for (const { skuId, skuPartNumber, capabilityStatus, consumedUnits, prepaidUnits } of subscribedSkusOf(tenant)) {
        yield { skuId, skuPartNumber, capabilityStatus, consumedUnits, enabledUnits: prepaidUnits.enabled };
      }
    },
  },
  licences: {
    what: 'All assigned licences: userId, skuId, skuPartNumber',
    *lines({ directory }) {
      for (const user of each((from) => directory.users(from, chunk))) {
        for (const { skuId, skuPartNumber } of directory.facts.products(user)) yield { userId: user.id, skuId, skuPartNumber };
      }
    },
  },
  'sign-ins': {
    what: 'The last sign-ins of all live users, null where there is none: userId, accountEnabled, createdDateTime, lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime',
    *lines({ directory }) {
      for (const user of each((from) => directory.users(from, chunk))) {
        const { interactive, nonInteractive, successful } = directory.facts.signIns(user);
        yield {
          userId: user.id,
          accountEnabled: user.accountEnabled,
          createdDateTime: new Date(Math.floor(user.createdAt.getTime() / 1000) * 1000),
          lastSignInDateTime: interactive,
          lastNonInteractiveSignInDateTime: nonInteractive,
          lastSuccessfulSignInDateTime: successful,
        };
      }
    },
  },
  registrations: {
    what: 'What every enabled user has registered, in the words of userRegistrationDetails',
    *lines(tenant) {
      const { directory, bornAt } = tenant;
      const administrators = administratorsOf(tenant);
      for (const user of each((from) => directory.users(from, chunk, { accountEnabled: true }))) {
        yield registrationOf(user, directory.facts.methods(user), administrators.has(user.index), bornAt);
      }
    },
  },
  applications: {
    what: 'All applications the tenant has registered: id, appId, displayName',
    *lines({ directory }) {
      for (const { id, appId, displayName } of each((from) => directory.applications.list(from, chunk))) {
        yield { id, appId, displayName };
      }
    },
  },
  credentials: {
    what: 'Secrets and certificates of those applications: applicationId, appId, kind, keyId, endDateTime',
    *lines({ directory }) {
      for (const { id: applicationId, appId, secrets, certificates } of each((from) =>
        directory.applications.list(from, chunk),
      )) {
        const both = [
          ...secrets.map((credential) => ({ kind: 'secret', ...credential })),
          ...certificates.map((credential) => ({ kind: 'certificate', ...credential })),
        ];
        for (const { kind, keyId, endsAt } of both) yield { applicationId, appId, kind, keyId, endDateTime: endsAt };
      }
    },
  },
  'role-holders': {
    what: 'Who holds which directory role: roleTemplateId, roleName, userId',
    *lines(tenant) {
      for (const { templateId: roleTemplateId, displayName: roleName } of activatedRoles(tenant)) {
        for (const { id: userId } of holdersOf(tenant, roleTemplateId)) yield { roleTemplateId, roleName, userId };
      }
    },
  },
} as const satisfies Record<string, { what: string; lines: Lines }>;

function* each<T extends { index: number }>(chunkFrom: (index: number) => T[]): Generator<T> {
  for (let found = chunkFrom(0); found.length > 0; found = chunkFrom((found.at(-1)?.index ?? 0) + 1)) yield* found;
}
