import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { directoryRegistrationClientId as clientId } from '../customers/registrations.ts';
import { startEmulator } from '../start-emulator.ts';
import { createSelfSignedCertificate } from '../testing/self-signed-certificate.ts';
import { verifyAccessToken } from './access-token.ts';
import { ensureServicePrincipal } from './grant.ts';

it('msal-node over https finds its way by the discovery document alone', async () => {
  const tls = createSelfSignedCertificate();
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  const emulator = await startEmulator({ customers: 'none', tls });
  try {
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, tls.cert);
    const tenant = addCustomer(emulator.world, {});
    ensureServicePrincipal(emulator.world, tenant, clientId);
    const script = fileURLToPath(new URL('../testing/get-token-over-https.ts', import.meta.url));
    const run = promisify(execFile)(
      process.execPath,
      [script, emulator.url, tenant.tenantId, clientId, 'demo-directory-secret'],
      {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: authority },
      },
    );
    const { stdout } = await run;
    expect(await verifyAccessToken(emulator.world, `Bearer ${stdout}`)).toMatchObject({ ok: true, tenantId: tenant.tenantId });
    expect(emulator.world.requests.query({ kind: 'discovery' }).map(({ status }) => status)).toContain(200);
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true });
  }
});
