/** A user as this directory knows it; further properties of Graph's user are derived from `traits`. */
export interface DirectoryUser {
  index: number;
  id: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  userPrincipalName: string;
  mail: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
  createdAt: Date;
  /** 32 random-looking bits that belong to this user for ever. */
  traits: number;
}

export interface DirectoryGroup {
  index: number;
  id: string;
  displayName: string;
  description: string | null;
  mail: string | null;
  mailNickname: string;
  mailEnabled: boolean;
  securityEnabled: boolean;
  /** A Microsoft 365 group; otherwise a security group. */
  unified: boolean;
  createdAt: Date;
}

export interface DirectoryMember {
  type: 'user' | 'group';
  index: number;
  id: string;
}

/** `changed`: deleted and restorable, `deleted`: gone for good (delta-query-overview, resource representation). */
export type RemovedReason = 'changed' | 'deleted';

export interface NewUser {
  id?: string | undefined;
  displayName?: string | undefined;
  userPrincipalName?: string | undefined;
  accountEnabled?: boolean | undefined;
  userType?: 'Member' | 'Guest' | undefined;
}

export interface UserChange {
  displayName?: string | undefined;
  userPrincipalName?: string | undefined;
  accountEnabled?: boolean | undefined;
}

export interface FactChange {
  /** All licences the user then holds. */
  skuPartNumbers?: readonly string[] | undefined;
  /** null = never signed in. */
  lastSignInAt?: Date | null | undefined;
  methodsRegistered?: readonly string[] | undefined;
}

export interface DirectoryOptions {
  tenantId: string;
  seed: number;
  /** All users, accounts included. */
  users: number;
  groups: number;
  /** Average; the first group is larger, about a quarter of all users. */
  membersPerGroup: number;
  devices: number;
  /** Applications the tenant has registered itself. */
  applications: number;
  /** Whether its subscriptions contain Entra ID P1 or P2. */
  premium: boolean;
  domain: string;
  /** The day everything generated counts back from: sign-ins, devices last seen, credentials that end. */
  bornAt: () => Date;
  /** People who can sign in: the first users, with their own ids. */
  accounts: readonly DirectoryAccount[];
  now: () => Date;
}

/** The part of an account the directory needs; a home elsewhere or the kind `guest` makes a guest user. */
export interface DirectoryAccount {
  oid: string;
  username: string;
  displayName: string;
  kind?: string;
  homeTenantId?: string;
}
