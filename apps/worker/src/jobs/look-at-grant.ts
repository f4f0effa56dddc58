import { type Organization, type ProofResult, permissionManifest } from '@tenantry/domain';
import type { AppToken } from '@tenantry/entra/tokens';
import { GraphError } from '@tenantry/graph';
import { z } from 'zod';
import { classifyFailure } from '../engine/classify-failure.ts';
import type { Slice } from '../engine/slice.ts';
import { organizationPath, organizationSchema } from './directory-sync/directory-objects.ts';

/** The cheapest call that only works with the permission. */
const canaries: Record<string, string> = {
  'User.Read.All': '/users?$top=1&$select=id',
  'GroupMember.Read.All': '/groups?$top=1&$select=id',
  'Device.Read.All': '/devices?$top=1&$select=id',
  // One of the five reports that may be asked for in ten seconds (throttling-limits.md).
  'AuditLog.Read.All': '/auditLogs/directoryAudits?$top=1',
  'Application.Read.All': '/applications?$top=1&$select=id',
  // Never paged, and short ("List directoryRoles", directoryrole-list.md).
  'RoleManagement.Read.Directory': '/directoryRoles?$select=id',
};

/**
 * What a fresh token and calls to Graph show of the tenant's grant. The roles in the token are a hint, Graph's answers are the proof; a token
 * without any role is none, even while Graph still answers 200 with it.
 *
 * @throws GraphError when Graph neither grants nor denies
 */
export async function lookAtGrant(slice: Slice, token: AppToken): Promise<ProofResult> {
  const asked = permissionManifest.permissions.map(({ value }) => value);
  const named = token.roles === null ? asked : asked.filter((permission) => token.roles?.includes(permission));
  if (named.length === 0) return { kind: 'refused', code: 'roles-missing', unambiguous: false };

  const organization = await readOrganization(slice);
  const granted: string[] = [];
  for (const permission of named) {
    if (permission === 'Organization.Read.All' ? organization !== null : await allows(slice, canaries[permission]))
      granted.push(permission);
  }
  if (granted.length === 0) return { kind: 'refused', code: 'Authorization_RequestDenied', unambiguous: false };
  const others = (token.roles ?? []).filter((role) => !asked.includes(role));
  return { kind: 'proven', roles: [...granted, ...others], organization: organization ?? (await recordedOrganization(slice)) };
}

/** The organization the token reads; null when Graph does not let us. */
async function readOrganization(slice: Slice): Promise<Organization | null> {
  const answer = await unlessDenied(slice.graph.get(organizationPath, organizationSchema));
  if (answer === null) return null;
  const [{ id, displayName, verifiedDomains }] = answer.value;
  if (id.toLowerCase() !== slice.tenantId) throw new Error('The token reads another organisation than the one it was asked for');
  return {
    displayName,
    defaultDomain: verifiedDomains.find(({ isDefault }) => isDefault)?.name ?? null,
    verifiedDomains: verifiedDomains.map(({ name }) => name.toLowerCase()),
  };
}

/** What an earlier proof knew of the organization. Its domains are not among it: they would have to be verified. */
async function recordedOrganization(slice: Slice): Promise<Organization> {
  const tenant = await slice.read((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId: slice.tenantId } }));
  return { displayName: tenant.name, defaultDomain: tenant.defaultDomain, verifiedDomains: [] };
}

const anything = z.object({ value: z.array(z.unknown()) });

async function allows(slice: Slice, path: string | undefined): Promise<boolean> {
  // A permission without a canary is taken from the token.
  if (path === undefined) return true;
  try {
    return (await unlessDenied(slice.graph.get(path, anything))) !== null;
  } catch (error) {
    // What is refused for want of a licence says nothing against the permission, so the token is believed.
    if (error instanceof GraphError && classifyFailure(error).domain === 'licence') return true;
    throw error;
  }
}

async function unlessDenied<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GraphError && error.status === 403 && classifyFailure(error).domain === 'permission') return null;
    throw error;
  }
}
