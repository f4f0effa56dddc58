import { directoryRegistrationClientId } from '@tenantry/emulator';
import type { BenchTools } from './bench.ts';
import { startNodeProgram } from './node-program.ts';

/** What the emulator's directory registration is known by, and what it asks tokens for. */
export const registration = { clientId: directoryRegistrationClientId, secret: 'demo-directory-secret' };
export const graphResource = 'https://graph.microsoft.com';

/** What is left out gets the emulator's usual value. */
export interface NewTenant {
  tenantId: string;
  users: number;
  groups?: number;
  membersPerGroup?: number;
  devices?: number;
}

/** Entra and Graph in a process of their own, without customers. */
export interface EmulatorProcess {
  url: string;
  /** A control below /_emulator, by HTTP. Throws when it is refused. */
  control<T = unknown>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>;
  /** Makes a tenant and lets it grant the directory registration everything, as in its admin centre. */
  addTenant(tenant: NewTenant): Promise<void>;
  /** Approves the directory registration in a tenant. */
  grant(tenantId: string): Promise<void>;
  /** How often a tenant's token was asked for. */
  tokenRequests(tenantId: string): Promise<number>;
  /** Every counter of a tenant. */
  counters(tenantId: string): Promise<Record<string, number>>;
}

export async function startEmulatorProcess({ cleanup }: BenchTools): Promise<EmulatorProcess> {
  // 127.0.0.1 instead of localhost, whose other address nobody listens on.
  const program = startNodeProgram('packages/emulator/src/main.ts', {
    args: ['--port', '0', '--host', '127.0.0.1', '--customers', 'none'],
  });
  cleanup.add(() => program.stop());
  const [, url = ''] = await program.printed(/ENTRA_BASE_URL=(\S+)/);

  const control: EmulatorProcess['control'] = async (method, path, body) => {
    const response = await fetch(`${url}/_emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const counters = async (tenantId: string) =>
    (await control<Record<string, Record<string, number>>>('GET', '/counters'))[tenantId] ?? {};
  return {
    url,
    control,
    addTenant: async (tenant) => {
      await control('POST', '/tenants', tenant);
    },
    grant: async (tenantId) => {
      await control('POST', `/tenants/${tenantId}/service-principals/${registration.clientId}/grant`, {});
    },
    tokenRequests: async (tenantId) => (await counters(tenantId)).tokenRequests ?? 0,
    counters,
  };
}
