import type { ConnectionState, Selection } from '@tenantry/domain';
import { counted } from '../figures.ts';
import type { ChosenTenant } from './tenant-choice.tsx';

/** For whom a job is to run, as a form holds it: what was filled in under one kind stays while another is looked at. */
export interface SelectionWish {
  kind: Selection['kind'];
  tenants: ChosenTenant[];
  tag: string;
  states: ConnectionState[];
}

/** What a form knows of the fleet, to say whom a selection means now. */
export interface FleetFacts {
  /** Tenants whose connection works. */
  connected: number;
  states: { state: ConnectionState; tenants: number }[];
  tags: { tag: string; tenants: number }[];
}

/** A wish in the form in which it is sent. */
export function selectionFrom({ kind, tenants, tag, states }: SelectionWish): Selection {
  switch (kind) {
    case 'all':
      return { kind };
    case 'tag':
      return { kind, tag };
    case 'filter':
      return { kind, states };
    case 'tenants':
      return { kind, tenantIds: tenants.map(({ tenantId }) => tenantId) };
  }
}

/** How many tenants a wish means at this moment; 0 when it is not complete. */
export function tenantsMeant({ kind, tenants, tag, states }: SelectionWish, facts: FleetFacts): number {
  switch (kind) {
    case 'all':
      return facts.connected;
    case 'tag':
      return facts.tags.find((one) => one.tag === tag)?.tenants ?? 0;
    case 'filter':
      return facts.states.filter(({ state }) => states.includes(state)).reduce((sum, one) => sum + one.tenants, 0);
    case 'tenants':
      return tenants.length;
  }
}

/** The words of the button that starts a job. */
export function startWords(wish: SelectionWish, facts: FleetFacts): string {
  if (wish.kind === 'all') return 'Start for all tenants';
  const meant = tenantsMeant(wish, facts);
  return meant === 0 ? 'Start' : `Start for ${counted(meant, 'tenant')}`;
}
