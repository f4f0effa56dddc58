import type { DirectoryUser } from '../directory/directory-objects.ts';
import type { UserFacts } from '../directory/user-facts.ts';
import { instant, type PropertyTable, quoted } from './selection.ts';

const titles =
  'Accountant,Analyst,Assistant,Buyer,Consultant,Designer,Developer,Director,Engineer,Manager,Nurse,Planner,Teacher,Technician'.split(
    ',',
  );
const departments = 'Finance,Human Resources,IT,Legal,Logistics,Marketing,Operations,Research,Sales'.split(',');
const offices = '18/2111,20/1101,131/1104,Nord 4.02,Süd 1.17,東館 3F'.split(',');
const languages = ['en-US', 'de-DE', 'fr-FR', 'es-ES', 'sv-SE', 'ja-JP', 'pl-PL'];
const countries = ['US', 'DE', 'FR', 'ES', 'SE', 'JP', 'PL'];

/** Every so manyth user has no value here, as in any real directory. */
const chosen = (list: readonly string[], user: DirectoryUser, shift: number, noneOf: number) =>
  (user.traits >>> (shift + 1)) % noneOf === 0 ? 'null' : quoted(list[(user.traits >>> shift) % list.length] ?? null);

/** Properties of Graph's user that are kept in the directory itself (resources/user.md). */
const userProperties: PropertyTable<DirectoryUser> = {
  id: (user) => `"${user.id}"`,
  displayName: (user) => quoted(user.displayName),
  givenName: (user) => quoted(user.givenName),
  surname: (user) => quoted(user.surname),
  userPrincipalName: (user) => quoted(user.userPrincipalName),
  mail: (user) => quoted(user.mail),
  mailNickname: (user) => quoted(user.userPrincipalName.slice(0, user.userPrincipalName.lastIndexOf('@'))),
  accountEnabled: (user) => (user.accountEnabled ? 'true' : 'false'),
  userType: (user) => `"${user.userType}"`,
  createdDateTime: (user) => `"${user.createdAt.toISOString().slice(0, 19)}Z"`,
  deletedDateTime: () => 'null',
  businessPhones: (user) => (user.traits % 3 === 0 ? `["+1 425 555 0${100 + (user.traits % 900)}"]` : '[]'),
  mobilePhone: (user) => (user.traits % 5 === 0 ? `"+1 206 555 0${100 + (user.traits % 900)}"` : 'null'),
  jobTitle: (user) => chosen(titles, user, 3, 9),
  department: (user) => chosen(departments, user, 5, 11),
  officeLocation: (user) => chosen(offices, user, 7, 5),
  preferredLanguage: (user) => chosen(languages, user, 9, 4),
  usageLocation: (user) => quoted(countries[(user.traits >>> 9) % countries.length] ?? null),
  country: (user) => quoted(countries[(user.traits >>> 9) % countries.length] ?? null),
  companyName: () => 'null',
  employeeId: (user) => `"${100_000 + user.index}"`,
  onPremisesSyncEnabled: () => 'null',
  proxyAddresses: (user) => (user.mail === null ? '[]' : `[${quoted(`SMTP:${user.mail}`)}]`),
  externalUserState: (user) => (user.userType === 'Guest' ? '"Accepted"' : 'null'),
};

/** With what is kept besides the profile: licences, and the last sign-ins of users who ever signed in (resources/signinactivity.md). */
export function userPropertiesWith(
  facts: Pick<UserFacts, 'products' | 'signIns'>,
  requestIdOf: (userIndex: number) => string,
): PropertyTable<DirectoryUser> {
  return {
    ...userProperties,
    assignedLicenses: (user) => {
      const held = facts.products(user).map(({ skuId }) => `{"disabledPlans":[],"skuId":"${skuId}"}`);
      return `[${held.join()}]`;
    },
    signInActivity: (user) => {
      const { interactive, nonInteractive, successful } = facts.signIns(user);
      if (interactive === null && nonInteractive === null) return '';
      const requestId = `"${requestIdOf(user.index)}"`;
      const seen = (name: string, at: Date | null) =>
        `"${name}DateTime":${instant(at)},"${name}RequestId":${at === null ? 'null' : requestId}`;
      const parts = [seen('lastSignIn', interactive), seen('lastNonInteractiveSignIn', nonInteractive)];
      return `{${parts.join()},${seen('lastSuccessfulSignIn', successful)}}`;
    },
  };
}

/** user-list.md: returned when nothing is selected. */
export const defaultUserProperties = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
] as const;

/** permissions-reference.md, User.ReadBasic.All: all that a basic profile shows. */
const basic = new Set(['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName']);

/** What a caller with User.ReadBasic.All alone sees: the rest is null. */
export const basicUserProperties: PropertyTable<DirectoryUser> = {
  ...Object.fromEntries(Object.entries(userProperties).map(([name, value]) => [name, basic.has(name) ? value : () => 'null'])),
  assignedLicenses: () => '[]',
  signInActivity: () => '',
};

/** Kept outside the directory: 501 on a list (user-list.md). */
export const userPropertiesElsewhere = [
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mySite',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
  'mailboxSettings',
];
