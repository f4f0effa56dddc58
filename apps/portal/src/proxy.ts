import { type NextRequest, NextResponse } from 'next/server';
import { chooseLanguage, isLanguage, languageHeader } from './i18n/languages.ts';
import { contentSecurityPolicy } from './server/content-security-policy.ts';
import { cookieNames, setCookie } from './server/cookies.ts';
import { hasBadCursor } from './server/list-addresses.ts';
import { services } from './server/services.ts';

const yearSeconds = 365 * 24 * 3600;

/**
 * Handlers that only lead on, some of them from an address with a code in it. Pages keep `same-origin`: under `no-referrer` a browser would
 * send their forms with the origin `null`.
 */
const leads = /^\/(auth|connect)\/(.+\/)?(start|callback|consent|check|sign-out)$/;

/** Sets the security headers of every answer, and tells the pages their nonce and language. No access is decided here. */
export function proxy(request: NextRequest): NextResponse {
  const { settings } = services();
  const { pathname, searchParams } = request.nextUrl;
  const wished = searchParams.get('language');
  if (isLanguage(wished) && request.method === 'GET') {
    searchParams.delete('language');
    // Joined as text: an URL built from a path such as //host would name another host.
    const response = redirectHere(`${settings.PUBLIC_URL}${pathname}${searchParams.size > 0 ? `?${searchParams}` : ''}`);
    response.headers.set('set-cookie', setCookie(cookieNames.language, wished, yearSeconds));
    return response;
  }

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, settings);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set(
    languageHeader,
    pathname.startsWith('/console') || pathname.startsWith('/auth/operator')
      ? 'en'
      : chooseLanguage(request.cookies.get(cookieNames.language)?.value, headers.get('accept-language')),
  );
  const init = { request: { headers } };
  const response = hasBadCursor(pathname, searchParams)
    ? NextResponse.rewrite(new URL('/console/nowhere', request.nextUrl), init)
    : NextResponse.next(init);
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', leads.test(pathname) ? 'no-referrer' : 'same-origin');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (settings.PUBLIC_URL.startsWith('https:')) response.headers.set('strict-transport-security', `max-age=${yearSeconds}`);
  return response;
}

function redirectHere(address: string): NextResponse {
  return new NextResponse(null, { status: 303, headers: { location: address, 'cache-control': 'no-store' } });
}

export const config = { matcher: '/((?!_next/static/|_next/image).*)' };
