'use client';

import { MultiSelect, SegmentedControl, Select } from '@mantine/core';
import type { ConnectionState } from '@tenantry/domain';
import { counted, figureText } from '../figures.ts';
import { connectionWords } from '../words.ts';
import { type FleetFacts, type SelectionWish, tenantsMeant } from './selection-wish.ts';
import classes from './tenant-choice.module.css';
import { TenantChoice } from './tenant-choice.tsx';

const kinds: { value: SelectionWish['kind']; label: string }[] = [
  { value: 'tenants', label: 'Some' },
  { value: 'tag', label: 'By tag' },
  { value: 'filter', label: 'By state' },
  { value: 'all', label: 'All' },
];

/** For whom a job runs: named tenants, those with a tag, those in some states, or all. It says how many that are now. */
export function SelectionChoice(props: {
  wish: SelectionWish;
  facts: FleetFacts;
  /** Refusals by field of the selection, such as `tag`. */
  errors: Record<string, string>;
  onChange: (wish: SelectionWish) => void;
}) {
  const { wish, facts, errors, onChange } = props;
  return (
    <div className={classes.choice}>
      <SegmentedControl
        aria-label="For whom"
        className={classes.kinds ?? ''}
        value={wish.kind}
        onChange={(kind) => onChange({ ...wish, kind: kind as SelectionWish['kind'] })}
        data={kinds}
      />
      {wish.kind === 'tenants' && (
        <TenantChoice
          chosen={wish.tenants}
          error={errors['selection.tenantIds'] ?? errors.selection}
          onChange={(tenants) => onChange({ ...wish, tenants })}
        />
      )}
      {wish.kind === 'tag' && (
        <Select
          label="Tag"
          placeholder={facts.tags.length === 0 ? 'No tenant has a tag yet' : 'Choose one'}
          searchable
          error={errors['selection.tag']}
          value={wish.tag === '' ? null : wish.tag}
          data={facts.tags.map(({ tag, tenants }) => ({ value: tag, label: `${tag} (${figureText(tenants)})` }))}
          onChange={(tag) => onChange({ ...wish, tag: tag ?? '' })}
        />
      )}
      {wish.kind === 'filter' && (
        <MultiSelect
          label="States of the connection"
          error={errors['selection.states']}
          value={wish.states}
          data={facts.states.map(({ state, tenants }) => ({
            value: state,
            label: `${connectionWords[state].name} (${figureText(tenants)})`,
          }))}
          onChange={(states) => onChange({ ...wish, states: states as ConnectionState[] })}
        />
      )}
      <p className={classes.words} aria-live="polite">
        {meaning(wish, facts)}
      </p>
    </div>
  );
}

function meaning(wish: SelectionWish, facts: FleetFacts): string {
  const meant = tenantsMeant(wish, facts);
  if (wish.kind === 'all') {
    return `${counted(meant, 'tenant')} connected now. Those that are settling get a run that waits for them; others are left out.`;
  }
  if (meant === 0) return 'Nobody is chosen yet.';
  return `${counted(meant, 'tenant')} chosen now. One whose connection cannot work is left out, and named.`;
}
