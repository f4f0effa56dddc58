import type { NewCustomer } from '../customers/add-customer.ts';
import type { Directory } from '../directory/directory.ts';
import type { RecordedChange } from '../directory/recorded-changes.ts';
import type { VerifiedToken } from '../entra/access-token.ts';
import type { AuthorizationCode } from '../entra/authorization-code.ts';
import type { BrowserSession } from '../entra/browser-session.ts';
import type { Interaction } from '../entra/interaction.ts';
import type { SigningKeys } from '../entra/signing-keys.ts';
import type { FaultRule } from '../faults/faults.ts';
import type { ThrottleBucket } from '../graph/throttle-bucket.ts';
import type { Clock } from './clock.ts';
import type { RequestLog } from './request-log.ts';

/** Everything the emulator knows. One emulator, one world; nothing is kept anywhere else. */
export interface World {
  readonly clock: Clock;
  /** Origin used in every link given out; no slash at the end. */
  baseUrl: string;
  /** The ISV's own tenant, where its registrations and operators live. */
  readonly homeTenantId: string;
  /** App registrations by client id. */
  readonly registrations: Map<string, AppRegistration>;
  /** Tenants by tenant id. */
  readonly tenants: Map<string, Tenant>;
  readonly requests: RequestLog;
  /** Hears of everything that changes directories, and of tenants that controls add; null = nobody listens. */
  listener: ((happened: Happened) => void) | null;
  readonly faults: FaultRule[];
  /** Numbers in [0, 1) that repeat with the seed. */
  readonly random: () => number;
  readonly keys: SigningKeys;
  /** Authorization codes given out, by code. */
  readonly codes: Map<string, AuthorizationCode>;
  /** Browsers that are signed in, by the secret in their cookie. */
  readonly sessions: Map<string, BrowserSession>;
  /** Sign-in and consent pages that wait for a person, by id. */
  readonly interactions: Map<string, Interaction>;
  /** Access tokens whose signature was already checked, by token. */
  readonly verifiedTokens: Map<string, VerifiedToken>;
  /** The quota of an app over all tenants: scale 1 = the documented one. `retryAfterSeconds` overrides the announced wait. */
  readonly appThrottle: {
    scale: number;
    retryAfterSeconds: number | null;
    /** Requests of the reporting service in 10 s over all tenants; null = without limit. Versions of the documentation differ about it. */
    reportsPerTenSeconds: number | null;
  };
  /** What apps use over all tenants. */
  readonly appBuckets: Map<string, ThrottleBucket>;
  /** How long app-only tokens live; null = random, as Entra does it. */
  readonly tokenPolicy: { lifetimeSeconds: number | null; refreshInSeconds: number | null };
}

/** Something that cannot be computed from the seed. */
export type Happened = { tenantId: string } & (RecordedChange | { change: 'addCustomer'; with: readonly [NewCustomer] });

export interface AppRegistration {
  clientId: string;
  objectId: string;
  homeTenantId: string;
  displayName: string;
  publisherName: string;
  publisherVerified: boolean;
  signInAudience: 'AzureADMultipleOrgs' | 'AzureADMyOrg';
  redirectUris: string[];
  /** Graph application permissions by name, e.g. `User.Read.All`. */
  requiredAppRoles: string[];
  /** Roles that people can hold in this app. */
  appRoles: { id: string; value: string; displayName: string }[];
  groupMembershipClaims: 'DirectoryRole' | null;
  secrets: { value: string; expiresAt: Date | null }[];
  certificates: { pem: string; expiresAt: Date | null }[];
  federatedCredentials: { issuer: string; subject: string; audience: string; jwks: unknown }[];
}

export interface Tenant {
  tenantId: string;
  name: string;
  defaultDomain: string;
  verifiedDomains: string[];
  countryCode: string;
  /** Whether it has Entra ID P1 or P2. */
  premium: boolean;
  /** The day everything generated counts back from. */
  bornAt: Date;
  /** People who can sign in; they are the first users of the directory, with the same oid. */
  accounts: Account[];
  /** Service principals by client id. */
  servicePrincipals: Map<string, ServicePrincipal>;
  directory: Directory;
  /** How the next consent spreads; those already given keep their time. */
  propagation: { delayMs: number; flapping: boolean };
  /** scale 1 = the documented quota. `retryAfterSeconds` overrides the announced wait. */
  throttle: { scale: number; retryAfterSeconds: number | null };
  /** Whether people without an admin role may consent to being signed in. */
  userConsentAllowed: boolean;
  deleted: boolean;
}

export interface Account {
  oid: string;
  /** For a guest the name at home, as Entra shows it. */
  username: string;
  displayName: string;
  kind: 'global-admin' | 'privileged-role-admin' | 'application-admin' | 'user' | 'guest' | 'custom-role';
  /** Template ids of the directory roles held here. */
  wids: string[];
  homeTenantId: string;
  /** App role values by client id. */
  appRoles: Map<string, string[]>;
}

export interface ServicePrincipal {
  id: string;
  appId: string;
  accountEnabled: boolean;
  createdAt: Date;
  appRoleAssignments: AppRoleAssignment[];
  /** Someone of the tenant has agreed to `openid profile`. */
  signInConsented: boolean;
  /** Answers given by a Graph that does not know yet whether a fresh grant holds. */
  flaps: number;
}

export interface AppRoleAssignment {
  id: string;
  appRoleId: string;
  value: string;
  createdAt: Date;
  /** From here on new tokens carry the role. */
  effectiveAt: Date;
}
