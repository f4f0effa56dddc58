import { services } from './services.ts';

/** Where a browser goes after our own session has ended, to end Microsoft's and to come back to /signed-out. */
export function signOutAddress(person: { tenantId: string; loginHint: string | null }): string {
  const { settings, signIn } = services();
  return signIn.signOutUrl({
    tenantId: person.tenantId,
    postLogoutRedirectUri: `${settings.PUBLIC_URL}/signed-out`,
    ...(person.loginHint === null ? {} : { loginHint: person.loginHint }),
  });
}
