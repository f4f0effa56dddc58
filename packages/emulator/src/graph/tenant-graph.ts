import type { Tenant } from '../world/world.ts';
import type { ThrottleBucket } from './throttle-bucket.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** How Graph behaves for one tenant; every value can be set by a control. */
interface GraphSettings {
  /** Added to each answer, in real milliseconds. */
  latencyMs: number;
  /** Objects on a page of a delta query (the service chooses, callers cannot). */
  deltaPageSize: number;
  /** Objects on a page of a listing, however many $top asks for. */
  longestPage: number;
  pageTokenLifeMs: number;
  /** delta-query-overview.md, token duration: seven days for directory objects. */
  deltaTokenLifeMs: number;
  /** How an unusable delta token is answered: 410 with a Location, or 400 syncStateNotFound. */
  lostDeltaAnswer: 'gone' | 'sync-state-not-found';
  /** Delta pages in another order, with repeats and with changes that were told before. */
  replay: boolean;
  /** Whether the audit log is refused without Entra ID P1 or P2; reports differ about it. */
  auditNeedsLicence: boolean;
  /** Listings with signInActivity an app may ask for in a minute; null = as many as the units allow. Pages of Microsoft's differ about it. */
  signInActivityPerMinute: number | null;
}

type PageQuirkKind = 'repeat-next-link' | 'foreign-next-link' | 'no-value' | 'ends-early' | 'empty-page';
export const pagedResources = [
  'users',
  'groups',
  'members',
  'transitiveMembers',
  'devices',
  'applications',
  'userRegistrationDetails',
  'directoryAudits',
  'users/delta',
  'groups/delta',
  'devices/delta',
] as const;
export type PagedResource = (typeof pagedResources)[number];

/** Something wrong with the next pages. */
interface PageQuirk {
  kind: PageQuirkKind;
  /** null = any listing. */
  resource: PagedResource | null;
  /** Pages of that resource that are still right before it begins. */
  afterPages: number;
  /** How many pages it hits. */
  remaining: number;
}

/** What Graph keeps for one tenant besides its directory. */
export interface TenantGraph {
  readonly settings: GraphSettings;
  readonly quirks: PageQuirk[];
  /** Use per app, by client id, and of the limits that count something else, by name. */
  readonly buckets: Map<string, ThrottleBucket>;
  /** Raised to make every page token given out so far an expired one. */
  pageTokenGeneration: number;
  /** Raised to lose every delta token given out so far. */
  deltaTokenGeneration: number;
}

const ofTenants = new WeakMap<Tenant, TenantGraph>();

export function tenantGraphOf(tenant: Tenant): TenantGraph {
  const existing = ofTenants.get(tenant);
  if (existing) return existing;
  const made: TenantGraph = {
    settings: {
      latencyMs: 0,
      deltaPageSize: 200,
      longestPage: 1000,
      pageTokenLifeMs: 30 * minute,
      deltaTokenLifeMs: 7 * day,
      lostDeltaAnswer: 'gone',
      replay: false,
      auditNeedsLicence: false,
      signInActivityPerMinute: null,
    },
    quirks: [],
    buckets: new Map(),
    pageTokenGeneration: 0,
    deltaTokenGeneration: 0,
  };
  ofTenants.set(tenant, made);
  return made;
}

/** The quirk for this page, used up by one; null for a right page. */
export function nextQuirk(graph: TenantGraph, resource: PagedResource, page: { fromLink: boolean }): PageQuirkKind | null {
  for (const quirk of graph.quirks) {
    if (quirk.remaining === 0 || (quirk.resource !== null && quirk.resource !== resource)) continue;
    // Only a page that was reached by a link has a link to repeat.
    if (quirk.kind === 'repeat-next-link' && !page.fromLink) continue;
    if (quirk.afterPages > 0) {
      quirk.afterPages -= 1;
      continue;
    }
    quirk.remaining -= 1;
    return quirk.kind;
  }
  return null;
}
