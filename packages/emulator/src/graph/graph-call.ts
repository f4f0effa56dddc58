import type { AccessTokenCaller } from '../entra/access-token.ts';
import type { Tenant, World } from '../world/world.ts';
import type { TenantGraph } from './tenant-graph.ts';

/** One admitted request, as the resources see it. */
export interface GraphCall {
  readonly world: World;
  readonly tenant: Tenant;
  readonly graph: TenantGraph;
  readonly caller: AccessTokenCaller;
  /** OData options by lower-case name with the dollar sign. */
  readonly query: ReadonlyMap<string, string>;
  /** Path parameters. */
  param(name: string): string;
  header(name: string): string | undefined;
}

export interface GraphAnswer {
  body: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

/** What a resource needs and costs, and how it answers. */
export interface GraphRoute {
  /** Hono path below /v1.0. */
  path: string;
  /** Any one of these application permissions lets the caller in. */
  anyOf: readonly string[];
  /** Resource units before modifiers (throttling-limits.md, resource unit cost per request type). */
  units: number;
  /** Belongs to the reporting service, which has a quota and refusals of its own. */
  reports?: boolean;
  answer(call: GraphCall): GraphAnswer | Promise<GraphAnswer>;
}
