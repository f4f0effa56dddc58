import { readFile, stat } from 'node:fs/promises';
import { TokenError } from './token-error.ts';

/**
 * Gives the JWT in a file, as msal-node asks for it before every request. The file is read again only when it has changed, which the
 * issuer's agent does every hour or so (workload-identity-federation.md).
 *
 * @returns a function that throws TokenError `credential-unreadable` when there is no file or nothing in it
 */
export function createFederatedAssertion(tokenFile: string): () => Promise<string> {
  let known = { version: '', assertion: '' };

  return async () => {
    try {
      const { ino, size, mtimeMs } = await stat(tokenFile);
      const version = `${ino} ${size} ${mtimeMs}`;
      if (version !== known.version) known = { version, assertion: (await readFile(tokenFile, 'utf8')).trim() };
    } catch (cause) {
      throw new TokenError('credential-unreadable', {}, { cause });
    }
    if (known.assertion === '')
      throw new TokenError('credential-unreadable', {}, { cause: new Error('The token file is empty') });
    return known.assertion;
  };
}
