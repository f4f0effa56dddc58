import type { DirectoryDevice } from '../directory/generated-devices.ts';
import { answerDelta } from './delta.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest, notFound } from './graph-refusal.ts';
import { answerListing } from './listing.ts';
import { contextOf } from './listing-page.ts';
import { objectReader } from './object-delta.ts';
import { allowOnly, isEventual, readFilter } from './odata-query.ts';
import { compileSelection, instant, type PropertyTable, quoted, type Selection } from './selection.ts';

const flag = (value: boolean | null) => (value === null ? 'null' : String(value));

/** Properties of Graph's device (resources/device.md). */
const deviceProperties: PropertyTable<DirectoryDevice> = {
  id: (device) => `"${device.id}"`,
  deletedDateTime: () => 'null',
  accountEnabled: (device) => String(device.accountEnabled),
  approximateLastSignInDateTime: (device) => instant(device.lastSignInAt),
  complianceExpirationDateTime: () => 'null',
  createdDateTime: (device) => instant(device.registeredAt),
  deviceId: (device) => `"${device.deviceId}"`,
  deviceMetadata: () => 'null',
  deviceOwnership: (device) =>
    device.isManaged === null ? 'null' : device.trustType === 'Workplace' ? '"Personal"' : '"Company"',
  deviceVersion: () => '2',
  displayName: (device) => quoted(device.displayName),
  isCompliant: (device) => flag(device.isCompliant),
  isManaged: (device) => flag(device.isManaged),
  managementType: (device) => (device.isManaged === null ? 'null' : '"MDM"'),
  manufacturer: (device) => quoted(device.manufacturer),
  mdmAppId: (device) => (device.isManaged === null ? 'null' : '"0000000a-0000-0000-c000-000000000000"'),
  model: (device) => quoted(device.model),
  onPremisesLastSyncDateTime: () => 'null',
  onPremisesSyncEnabled: (device) => (device.trustType === 'ServerAd' ? 'true' : 'null'),
  operatingSystem: (device) => quoted(device.operatingSystem),
  operatingSystemVersion: (device) => quoted(device.operatingSystemVersion),
  physicalIds: () => '[]',
  profileType: () => '"RegisteredDevice"',
  registrationDateTime: (device) => instant(device.registeredAt),
  systemLabels: () => '[]',
  trustType: (device) => `"${device.trustType}"`,
};

/** Without $select a device shows them all. */
const defaultDeviceProperties = Object.keys(deviceProperties);

const deviceSelection = (select: string | null, alwaysId = false): Selection<DirectoryDevice> =>
  compileSelection(deviceProperties, { select, defaults: defaultDeviceProperties, typeName: 'device', alwaysId });

/** `GET /devices` (device-list.md) */
export async function listDevices(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$filter', '$skiptoken']);
  const { devices } = call.tenant.directory;
  const filtered = (text: string) => {
    const filter = readFilter(text, ['id']);
    const found = filter.by === 'id' ? filter.ids.map((id) => devices.find(id)) : [];
    return found.filter((device) => device !== undefined).toSorted((a, b) => a.index - b.index);
  };
  return answerListing(call, {
    resource: 'devices',
    path: '/devices',
    of: '',
    entitySet: 'devices',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: (filter) => (filter === null ? devices.count : filtered(filter).length),
    page({ position: [position = 0], limit, select, filter }) {
      const selection = deviceSelection(select);
      const found =
        filter === null
          ? devices.list(position, limit + 1)
          : filtered(filter)
              .filter((device) => device.index >= position)
              .slice(0, limit + 1);
      const next = found.length > limit ? [found.pop()?.index ?? 0] : null;
      return { items: found.map((device) => `{${selection.write(device)}}`), next };
    },
  });
}

/** `GET /devices/$count` (aad-advanced-queries.md) */
export function answerDeviceCount(call: GraphCall): GraphAnswer {
  allowOnly(call.query, []);
  if (!isEventual(call.header('consistencylevel'))) throw badRequest('$count is not currently supported.');
  return { body: String(call.tenant.directory.devices.count), contentType: 'text/plain' };
}

/** `GET /devices/{id}` (device-get.md) */
export function getDevice(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const device = call.tenant.directory.devices.find(call.param('device'));
  if (!device) throw notFound(call.param('device'));
  const select = call.query.get('$select') ?? null;
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${contextOf('devices', select)}/$entity`);
  return { body: `{"@odata.context":${context},${deviceSelection(select).write(device)}}` };
}

/** `GET /devices/delta` (device-delta.md) */
export function answerDeviceDelta(call: GraphCall): GraphAnswer {
  const { devices, changes } = call.tenant.directory;
  return answerDelta(call, {
    resource: 'devices/delta',
    entitySet: 'devices',
    reader: ({ select, ...asked }) => objectReader({ ...devices, kind: 'device', changes }, deviceSelection(select, true), asked),
  });
}
