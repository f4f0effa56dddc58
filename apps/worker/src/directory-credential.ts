import { readFileSync } from 'node:fs';
import { type Credential, readCertificateCredential } from '@tenantry/entra/tokens';
import { SettingsError } from '@tenantry/runtime';

/** The ways to prove that we are the directory registration; exactly one is set. */
interface CredentialSettings {
  secret: string | undefined;
  certificatePath: string | undefined;
  federatedTokenFile: string | undefined;
}

/**
 * The credential that the settings name; null when they name none.
 *
 * @throws SettingsError that names the setting when its file cannot be used
 */
export function readCredential(settings: CredentialSettings, suffix: '' | '_NEXT'): Credential | null {
  const { secret, certificatePath, federatedTokenFile } = settings;
  if (secret !== undefined) return { kind: 'secret', value: secret };
  if (federatedTokenFile !== undefined) return { kind: 'federated', tokenFile: federatedTokenFile };
  if (certificatePath === undefined) return null;
  try {
    return readCertificateCredential(readFileSync(certificatePath, 'utf8'));
  } catch (error) {
    const why = error instanceof TypeError ? error.message : 'the file cannot be read';
    throw new SettingsError([`ENTRA_CLIENT_CERTIFICATE_PATH${suffix}: ${why}`]);
  }
}
