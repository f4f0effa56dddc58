import type { Database } from '@tenantry/db';
import { listTenants } from '@tenantry/domain';
import { type Api, startFirstBatch } from './batch.ts';
import { connectCustomer } from './connect-customer.ts';
import { type Cast, type Customer, readCast } from './demo-cast.ts';
import { provideInvitations } from './invitations.ts';
import { runSteps, type Start } from './start-up.ts';

/** The demo once it plays. */
export interface Demo {
  cast: Cast;
  /** Customers nobody has connected yet, and the link each was sent. */
  waiting: { customer: Customer; link: string }[];
  /** Links of the customers that are left to a visitor, whether one has connected them or not. */
  visitorLinks: string[];
}

const atOnce = 3;

/**
 * Sends every customer an invitation, lets most of them connect themselves, and starts a directory sync of all that are connected. What an
 * earlier start has done is not done again.
 */
export async function playDemo(start: Start, db: Database, api: Api): Promise<Demo> {
  const { flags, plan, processes } = start;
  const cast = await readCast(plan.emulatorUrl ?? '');
  const links = await provideInvitations(db, cast.customers, plan.portalUrl);
  const linkOf = ({ tenantId }: Customer) => links.get(tenantId) ?? '';
  const connected = await knownTenants(db);
  const toConnect = cast.customers.filter(({ tenantId, forVisitor }) => flags.demo && !forVisitor && !connected.has(tenantId));

  const steps = toConnect.map((customer) => ({
    title: `${customer.name} connects: ${customer.users.toLocaleString('en')} users`,
    task: () => Promise.race([connectCustomer(linkOf(customer), customer.adminUsername), processes.firstDeath]),
  }));
  await runSteps(steps, atOnce);
  if (flags.demo) await startFirstBatch(api);

  const isWaiting = (customer: Customer) => !connected.has(customer.tenantId) && !toConnect.includes(customer);
  return {
    cast,
    waiting: cast.customers.filter(isWaiting).map((customer) => ({ customer, link: linkOf(customer) })),
    visitorLinks: cast.customers.filter(({ forVisitor }) => forVisitor || !flags.demo).map(linkOf),
  };
}

/** Tenants that have connected at some time, whatever became of it. */
async function knownTenants(db: Database): Promise<Set<string>> {
  const known = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { items, next } = await listTenants(db, { after, limit: 200 });
    for (const { tenantId } of items) known.add(tenantId);
    if (next === null) return known;
    after = next;
  }
}
