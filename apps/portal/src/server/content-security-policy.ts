/**
 * What a page of ours may load and where its forms may lead.
 *
 * `form-action` names the sign-in host, because Chromium applies it to the redirects that follow a POST. Style attributes are allowed: Mantine
 * sets its custom properties by them; style elements need the nonce.
 */
export function contentSecurityPolicy(
  nonce: string,
  settings: { ENTRA_BASE_URL: string; BRAND_LOGO?: string | undefined },
): string {
  const logo = settings.BRAND_LOGO === undefined ? '' : ` ${new URL(settings.BRAND_LOGO).origin}`;
  // React's development build evaluates strings to rebuild stack traces (Next.js: How to set a Content Security Policy).
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data:${logo}`,
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${settings.ENTRA_BASE_URL}`,
    "frame-ancestors 'none'",
  ].join('; ');
}
