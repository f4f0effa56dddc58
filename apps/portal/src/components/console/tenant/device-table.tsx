import type { ListedDevice } from '@tenantry/domain';
import { type Column, DataTable } from '../data-table.tsx';
import classes from './tenant-table.module.css';
import { AccountPill, ChangedCell, directoryText } from './user-table.tsx';

/** How a device belongs to a directory (Graph: the device resource, trustType). */
const trusts: Record<string, string> = {
  Workplace: 'Registered',
  AzureAd: 'Joined',
  ServerAd: 'Hybrid joined',
};

const columns: Column<ListedDevice>[] = [
  {
    head: 'Device',
    kind: 'lead',
    cell: (device) => (
      <>
        {directoryText(device.displayName)}
        <span className={classes.under}>{device.id}</span>
      </>
    ),
  },
  { head: 'Device id', kind: 'long', wideOnly: true, cell: (device) => directoryText(device.deviceId) },
  {
    head: 'System',
    kind: 'long',
    cell: ({ operatingSystem, operatingSystemVersion }) =>
      directoryText(operatingSystem && [operatingSystem, operatingSystemVersion].filter((part) => part !== null).join(' ')),
  },
  { head: 'Trust', cell: ({ trustType }) => (trustType === null ? '–' : (trusts[trustType] ?? directoryText(trustType))) },
  { head: 'Account', cell: (device) => <AccountPill enabled={device.accountEnabled} /> },
  { head: 'Changed', cell: (device) => <ChangedCell {...device} /> },
];

/** Devices of one tenant's directory. */
export function DeviceTable({ devices }: { devices: ListedDevice[] }) {
  return <DataTable caption="Devices" columns={columns} rows={devices} keyOf={(device) => device.id} />;
}
