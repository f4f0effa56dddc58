/** Every failure from Entra or Graph falls into exactly one of these. */
export const errorDomains = [
  'our-credential',
  'consent',
  'permission',
  'licence',
  'conditional-access',
  'tenant-gone',
  'throttled',
  'microsoft-outage',
  'our-bug',
] as const;

export type ErrorDomain = (typeof errorDomains)[number];
