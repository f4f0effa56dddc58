import { z } from 'zod';

const routes = {
  overview: '/console',
  tenants: '/console/tenants',
  tenant: '/console/tenants/:id',
  runs: '/console/runs',
  run: '/console/runs/:id',
  batches: '/console/batches',
  batch: '/console/batches/:id',
  schedules: '/console/schedules',
  schedule: '/console/schedules/:id',
  jobs: '/console/jobs',
  invitations: '/console/invitations',
} as const;

/** The pages a sign-in may lead back to. A name, not a path, travels through the browser. */
export type RouteName = keyof typeof routes;

/** A page of the console. `id` belongs to those about one thing. */
export interface Destination {
  to: RouteName;
  id?: string | undefined;
}

const destination = z.object({ to: z.enum(Object.keys(routes) as RouteName[]), id: z.guid().optional() });

/** Reads a destination from a query; anything else leads to the overview. */
export function readDestination(query: URLSearchParams): Destination {
  const parsed = destination.safeParse({ to: query.get('to'), id: query.get('id') ?? undefined });
  return parsed.success ? parsed.data : { to: 'overview' };
}

/** The path of a destination; a page that needs an id and has none becomes the overview. */
export function pathOf({ to, id }: Destination): `/console${string}` {
  const path = routes[to];
  if (!path.includes(':id')) return path;
  return id === undefined ? routes.overview : (path.replace(':id', id) as `/console${string}`);
}

/** Where a visitor without a session is sent. */
export function signInPath({ to, id }: Destination): string {
  const query = new URLSearchParams({ to, ...(id === undefined ? {} : { id }) });
  return `/auth/operator/start?${query}`;
}
