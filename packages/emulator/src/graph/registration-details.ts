import type { DirectoryUser } from '../directory/directory-objects.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { licenceMissing, unsupportedQuery } from './graph-refusal.ts';
import { administratorsOf } from './held-roles.ts';
import { answerListing } from './listing.ts';
import { allowOnly } from './odata-query.ts';
import { instant, quoted } from './selection.ts';

/** Objects on a page: the service chooses. */
const pageSize = 1000;

const passwordless = ['fido2SecurityKey', 'microsoftAuthenticatorPasswordless', 'windowsHelloForBusiness'];
/** An e-mail address resets a password and proves nothing else. (concept-registration-mfa-sspr-combined.md) */
const strong = ['mobilePhone', 'microsoftAuthenticatorPush', 'softwareOneTimePasscode', ...passwordless];
/** The method asked for first, by what is registered. */
const secondFactors = [
  ['microsoftAuthenticatorPush', 'push'],
  ['softwareOneTimePasscode', 'oath'],
  ['mobilePhone', 'sms'],
] as const;

/** What one user has registered (resources/userregistrationdetails.md). */
export function registrationOf(user: DirectoryUser, methods: readonly string[], isAdmin: boolean, updatedAt: Date) {
  const isMfaRegistered = methods.some((method) => strong.includes(method));
  const preferred = secondFactors.find(([method]) => methods.includes(method))?.[1] ?? 'none';
  const isMember = user.userType === 'Member';
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: isMember ? 'member' : 'guest',
    isAdmin,
    isSsprRegistered: methods.length > 0,
    isSsprEnabled: isMember,
    isSsprCapable: isMember && methods.length > 0,
    isMfaRegistered,
    isMfaCapable: isMfaRegistered,
    isPasswordlessCapable: methods.some((method) => passwordless.includes(method)),
    methodsRegistered: methods,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: preferred === 'none' ? [] : [preferred],
    userPreferredMethodForSecondaryAuthentication: preferred,
    lastUpdatedDateTime: updatedAt,
  };
}

/** `GET /reports/authenticationMethods/userRegistrationDetails`: everybody who is not disabled (authenticationmethodsroot-list-userregistrationdetails.md) */
export async function listRegistrationDetails(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$filter', '$skiptoken']);
  if (!call.tenant.premium) throw licenceMissing();
  const { directory, bornAt } = call.tenant;
  const administrators = administratorsOf(call.tenant);
  return answerListing(call, {
    resource: 'userRegistrationDetails',
    path: '/reports/authenticationMethods/userRegistrationDetails',
    of: '',
    entitySet: 'reports/authenticationMethods/userRegistrationDetails',
    usualPage: pageSize,
    longestPage: pageSize,
    hearsCount: false,
    count: () => 0,
    page({ position: [position = 0], limit, filter }) {
      const wanted = filter === null ? () => true : readFlagFilter(filter);
      const users = directory.users(position, limit + 1, { accountEnabled: true });
      const next = users.length > limit ? [users.pop()?.index ?? 0] : null;
      const shown = users.map((user) =>
        registrationOf(user, directory.facts.methods(user), administrators.has(user.index), bornAt),
      );
      return { items: shown.filter(wanted).map(written), next };
    },
  });
}

type Registration = ReturnType<typeof registrationOf>;

/** Names are the only texts a person chose; the rest needs no escaping. */
function written(details: Registration): string {
  const {
    userPrincipalName,
    userDisplayName,
    methodsRegistered: methods,
    systemPreferredAuthenticationMethods: preferred,
  } = details;
  let text = `{"id":"${details.id}","userPrincipalName":${quoted(userPrincipalName)},"userDisplayName":${quoted(userDisplayName)}`;
  for (const name of flags) text += `,"${name}":${details[name]}`;
  text += `,"userType":"${details.userType}","methodsRegistered":${namesJson(methods)}`;
  text += `,"systemPreferredAuthenticationMethods":${namesJson(preferred)}`;
  text += `,"userPreferredMethodForSecondaryAuthentication":"${details.userPreferredMethodForSecondaryAuthentication}"`;
  return `${text},"lastUpdatedDateTime":${instant(details.lastUpdatedDateTime)}}`;
}

const namesJson = (names: readonly string[]) => (names.length === 0 ? '[]' : `["${names.join('","')}"]`);

const flags = [
  'isAdmin',
  'isSsprRegistered',
  'isSsprEnabled',
  'isSsprCapable',
  'isMfaRegistered',
  'isMfaCapable',
  'isPasswordlessCapable',
  'isSystemPreferredAuthenticationMethodEnabled',
] as const;

/** `isMfaRegistered eq false` and its like, alone. A page then shows fewer, and goes on. */
function readFlagFilter(text: string): (details: Registration) => boolean {
  const [, name = '', flag, literal] = /^\s*(\w+)\s+eq\s+(?:(true|false)|'([^']*)')\s*$/.exec(text) ?? [];
  const wanted = flag === undefined ? literal : flag === 'true';
  const filterable = ['userPrincipalName', 'userDisplayName', 'userType', ...flags].includes(name);
  if (wanted === undefined || !filterable) throw unsupportedQuery('Unsupported Query.');
  return (details) => details[name as keyof Registration] === wanted;
}
