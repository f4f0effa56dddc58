import { z } from 'zod';
import { type Control, ControlError, control, tenantOf } from '../control/control.ts';

const tenantId = z.guid();
const oneDevice = z.strictObject({ tenantId, deviceId: z.guid().describe('Its object id') });
const changes = {
  displayName: z.string().min(1).optional(),
  accountEnabled: z.boolean().optional(),
  isCompliant: z.boolean().optional(),
  operatingSystemVersion: z.string().min(1).optional(),
};

const given = <T extends object>(input: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };

const noDevice = (id: string) => new ControlError('not-found', `The directory has no device ${id}.`);

/** What happens to devices in a customer's directory. */
export const deviceControls: Control[] = [
  control({
    method: 'post',
    path: '/tenants/{tenantId}/devices',
    summary: 'Register a device; what is left out is made up',
    input: z.strictObject({ tenantId, ...changes }),
    run: (world, { tenantId: id, ...device }) => tenantOf(world, id).directory.addDevice(given(device)),
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/devices/{deviceId}',
    summary: 'Rename, disable, enable or update a device',
    input: oneDevice.extend(changes),
    run(world, { tenantId: id, deviceId, ...change }) {
      const changed = tenantOf(world, id).directory.changeDevice(deviceId, given(change));
      if (!changed) throw noDevice(deviceId);
      return changed;
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/devices/{deviceId}',
    summary: 'Delete a device for good',
    input: oneDevice,
    run(world, input) {
      if (!tenantOf(world, input.tenantId).directory.deleteDevice(input.deviceId)) throw noDevice(input.deviceId);
    },
  }),
];
