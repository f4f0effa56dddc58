import type { ListedUser } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { StatusPill } from '../status-pill.tsx';
import { VisibleName } from '../visible-name.tsx';
import classes from './tenant-table.module.css';

/** A value of the directory; a dash where it has none. */
export function directoryText(value: string | null) {
  return value === null ? '–' : <VisibleName>{value}</VisibleName>;
}

/** When a directory object went or changed. */
export function ChangedCell({ changedAt, deletedAt }: { changedAt: Date; deletedAt: Date | null }) {
  if (deletedAt === null) return <Instant at={changedAt} relative />;
  return (
    <>
      Deleted <Instant at={deletedAt} relative />
    </>
  );
}

/** Whether an account may be used; a dash where nobody knows. */
export function AccountPill({ enabled }: { enabled: boolean | null }) {
  if (enabled === null) return '–';
  return <StatusPill word={{ name: enabled ? 'Enabled' : 'Disabled', means: '' }} tone={enabled ? 'good' : 'quiet'} />;
}

const columns: Column<ListedUser>[] = [
  {
    head: 'User',
    kind: 'lead',
    cell: (user) => (
      <>
        {directoryText(user.displayName)}
        <span className={classes.under}>{user.id}</span>
      </>
    ),
  },
  { head: 'Sign-in name', kind: 'long', cell: (user) => directoryText(user.userPrincipalName) },
  { head: 'Mail', kind: 'long', wideOnly: true, cell: (user) => directoryText(user.mail) },
  { head: 'Kind', cell: (user) => user.userType ?? '–' },
  { head: 'Account', cell: (user) => <AccountPill enabled={user.accountEnabled} /> },
  { head: 'Changed', cell: (user) => <ChangedCell {...user} /> },
];

/** Users of one tenant's directory. */
export function UserTable({ users }: { users: ListedUser[] }) {
  return <DataTable caption="Users" columns={columns} rows={users} keyOf={(user) => user.id} />;
}
