import { createAppTokens } from '@tenantry/entra/tokens';
import { graphResource, registration } from '../emulator.ts';
import type { GraphAccess } from './download.ts';

/** A fresh way into the Graph of one tenant, for what is measured beside ours. */
export async function graphAccess(emulatorUrl: string, tenantId: string): Promise<GraphAccess> {
  const tokens = createAppTokens({
    entraBaseUrl: emulatorUrl,
    clientId: registration.clientId,
    credential: { kind: 'secret', value: registration.secret },
    graphResource,
  });
  return { graphUrl: emulatorUrl, accessToken: (await tokens.get(tenantId, { generation: 1 })).accessToken };
}
