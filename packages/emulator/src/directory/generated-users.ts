import type { DirectoryAccount, DirectoryOptions, DirectoryUser } from './directory-objects.ts';
import { digestText, mix32 } from './mixing.ts';
import type { ObjectIds } from './object-ids.ts';
import { personName } from './person-names.ts';

const day = 24 * 60 * 60 * 1000;
const firstCreation = Date.UTC(2017, 0, 1);
const creationDays = 8 * 365;
/** U+202E turns the reading direction round: one user in each directory tries to look like somebody else. */
const disguisedIndex = 11;

/** Computes users from (seed, index); the first ones are the tenant's accounts. */
export interface GeneratedUsers {
  at(index: number): DirectoryUser;
  accountEnabled(index: number): boolean;
  /** The part of a user that decides about licences, without making the rest. */
  kindAt(index: number): Pick<DirectoryUser, 'index' | 'traits' | 'userType'>;
  idAt(index: number): string;
  indexOf(id: string): number | undefined;
  /** The index a generated name would have; whether the name is right is for the caller to compare. */
  indexOfPrincipalName(userPrincipalName: string): number | undefined;
}

export function createGeneratedUsers(options: DirectoryOptions, ids: ObjectIds): GeneratedUsers {
  const { accounts, domain, tenantId } = options;
  const root = digestText(tenantId, options.seed);
  const people = accounts.map((account) => ({ ...account, oid: account.oid.toLowerCase() }));
  const indexOfPerson = new Map(people.map((account, index) => [account.oid, index]));
  const indexOfPersonName = new Map(
    people.map((account, index) => [principalName(account, tenantId, domain).toLowerCase(), index]),
  );

  const traitsAt = (index: number) => mix32(root ^ Math.imul(index + 1, 0x9e3779b1));
  const typeByTraits = (traits: number) => (traits % 37 === 0 ? 'Guest' : 'Member');
  const enabledByTraits = (traits: number) => mix32(traits) % 25 !== 0;

  return {
    idAt: (index) => people[index]?.oid ?? ids.idOf(index),
    indexOf: (id) => {
      const person = indexOfPerson.get(id);
      if (person !== undefined) return person;
      const index = ids.indexOf(id);
      return index !== undefined && index >= people.length ? index : undefined;
    },
    indexOfPrincipalName(userPrincipalName) {
      const person = indexOfPersonName.get(userPrincipalName.toLowerCase());
      if (person !== undefined) return person;
      const digits = /(\d{1,9})@/.exec(userPrincipalName)?.[1];
      return digits === undefined ? undefined : Number(digits);
    },
    accountEnabled: (index) => index < people.length || enabledByTraits(traitsAt(index)),
    kindAt(index) {
      const traits = traitsAt(index);
      const account = people[index];
      const isGuestHere = account ? isGuest(account, tenantId) : typeByTraits(traits) === 'Guest';
      return { index, traits, userType: isGuestHere ? 'Guest' : 'Member' };
    },
    at(index) {
      const traits = traitsAt(index);
      const createdAt = new Date(firstCreation + (mix32(traits ^ 3) % creationDays) * day + (traits % day));
      const account = people[index];
      if (account) return accountUser(account, { index, traits, createdAt, tenantId, domain });
      const name = personName(traits);
      const userPrincipalName = `${name.address}${index}@${domain}`;
      return {
        index,
        id: ids.idOf(index),
        displayName: index === disguisedIndex ? `${name.display} \u202enimda` : name.display,
        givenName: name.given,
        surname: name.family,
        userPrincipalName,
        mail: traits % 31 === 0 ? null : userPrincipalName,
        accountEnabled: enabledByTraits(traits),
        userType: typeByTraits(traits),
        createdAt,
        traits,
      };
    },
  };
}

function accountUser(
  account: DirectoryAccount,
  at: { index: number; traits: number; createdAt: Date; tenantId: string; domain: string },
): DirectoryUser {
  const [givenName = account.displayName, ...family] = account.displayName.split(' ');
  return {
    index: at.index,
    id: account.oid,
    displayName: account.displayName,
    givenName,
    surname: family.join(' ') || null,
    userPrincipalName: principalName(account, at.tenantId, at.domain),
    mail: account.username,
    accountEnabled: true,
    userType: isGuest(account, at.tenantId) ? 'Guest' : 'Member',
    createdAt: at.createdAt,
    traits: at.traits,
  };
}

const isGuest = (account: DirectoryAccount, tenantId: string) =>
  account.kind === 'guest' || (account.homeTenantId !== undefined && account.homeTenantId !== tenantId);

/** A guest's name is its address at home with the at sign replaced (user resource, userPrincipalName). */
function principalName(account: DirectoryAccount, tenantId: string, domain: string): string {
  return isGuest(account, tenantId) ? `${account.username.replace('@', '_')}#EXT#@${domain}` : account.username;
}
