import type { ListedGroup } from '@tenantry/domain';
import { type Column, DataTable } from '../data-table.tsx';
import { figureText } from '../figures.ts';
import classes from './tenant-table.module.css';
import { ChangedCell, directoryText } from './user-table.tsx';

function kindOf({ mailEnabled, securityEnabled }: ListedGroup): string {
  const kinds = [securityEnabled ? 'Security' : '', mailEnabled ? 'Mail' : ''].filter((kind) => kind !== '');
  return kinds.join(' and ') || '–';
}

const columns: Column<ListedGroup>[] = [
  {
    head: 'Group',
    kind: 'lead',
    cell: (group) => (
      <>
        {directoryText(group.displayName)}
        <span className={classes.under}>{group.id}</span>
      </>
    ),
  },
  { head: 'Mail', kind: 'long', wideOnly: true, cell: (group) => directoryText(group.mail) },
  { head: 'Kind', cell: kindOf },
  { head: 'Direct members', kind: 'figure', cell: (group) => figureText(group.memberCount) },
  { head: 'Changed', cell: (group) => <ChangedCell {...group} /> },
];

/** Groups of one tenant's directory. */
export function GroupTable({ groups }: { groups: ListedGroup[] }) {
  return <DataTable caption="Groups" columns={columns} rows={groups} keyOf={(group) => group.id} />;
}
