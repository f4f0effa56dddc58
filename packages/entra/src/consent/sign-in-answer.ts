import { readErrorCode, readErrorDescription } from '../entra-error.ts';
import { isDeclined } from './declined.ts';
import { SignInError } from './sign-in-error.ts';

/**
 * Reads the authorization code out of an authorize answer.
 *
 * @throws SignInError for an error answer (v2-oauth2-auth-code-flow.md, error response), or one without exactly one code
 */
export function readSignInAnswer(query: URLSearchParams): string {
  if (query.has('error')) {
    const error = readErrorCode(query.get('error')) ?? 'unknown error';
    const facts = readErrorDescription(query.get('error_description'));
    if (isDeclined(query)) throw new SignInError('declined', error, facts);
    const passing = error === 'server_error' || error === 'temporarily_unavailable';
    throw new SignInError(passing ? 'entra-unreachable' : 'entra-refused', error, facts);
  }
  const [code, ...more] = query.getAll('code');
  if (!code || more.length > 0) throw new SignInError('entra-refused', 'the answer has no single code');
  return code;
}
