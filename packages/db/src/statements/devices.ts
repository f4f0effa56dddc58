import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';
import { asArray } from './as-array.ts';
import { lastOfEach } from './as-json.ts';

export interface DeviceRow {
  /** GUID. */
  id: string;
  deviceId: string | null;
  displayName: string | null;
  operatingSystem: string | null;
  operatingSystemVersion: string | null;
  accountEnabled: boolean | null;
  trustType: string | null;
}

/** Writes a page of devices, by the rules of writeUsers. */
export async function writeDevices(
  tx: Tx,
  tenantId: string,
  devices: readonly DeviceRow[],
  generation: number,
  now: Date,
): Promise<{ added: number; changed: number }> {
  if (devices.length === 0) return { added: 0, changed: 0 };
  const page = lastOfEach(devices, ({ id }) => id);
  const statement = Prisma.sql`
    with written as (
      insert into directory_device as kept
        (tenant_id, id, device_id, display_name, operating_system, operating_system_version, account_enabled, trust_type, generation, changed_at)
      select ${tenantId}::uuid, id, device_id, display_name, operating_system, operating_system_version, account_enabled, trust_type, ${generation}::int, ${now}::timestamptz
      from unnest(
        ${asArray(page.map((row) => row.id))}::uuid[],
        ${asArray(page.map((row) => row.deviceId))}::text[],
        ${asArray(page.map((row) => row.displayName))}::text[],
        ${asArray(page.map((row) => row.operatingSystem))}::text[],
        ${asArray(page.map((row) => row.operatingSystemVersion))}::text[],
        ${asArray(page.map((row) => row.accountEnabled))}::boolean[],
        ${asArray(page.map((row) => row.trustType))}::text[]
      ) as page (id, device_id, display_name, operating_system, operating_system_version, account_enabled, trust_type)
      on conflict (tenant_id, id) do update set
        device_id = excluded.device_id, display_name = excluded.display_name, operating_system = excluded.operating_system,
        operating_system_version = excluded.operating_system_version, account_enabled = excluded.account_enabled,
        trust_type = excluded.trust_type, generation = greatest(kept.generation, excluded.generation), deleted_at = null,
        changed_at = case
          when
            (kept.device_id, kept.display_name, kept.operating_system, kept.operating_system_version, kept.account_enabled, kept.trust_type,
             kept.deleted_at)
            is distinct from
            (excluded.device_id, excluded.display_name, excluded.operating_system, excluded.operating_system_version, excluded.account_enabled,
             excluded.trust_type, null)
          then excluded.changed_at
          else kept.changed_at
        end
      where
        (kept.device_id, kept.display_name, kept.operating_system, kept.operating_system_version, kept.account_enabled, kept.trust_type,
         kept.generation, kept.deleted_at)
        is distinct from
        (excluded.device_id, excluded.display_name, excluded.operating_system, excluded.operating_system_version, excluded.account_enabled,
         excluded.trust_type, greatest(kept.generation, excluded.generation), null)
      returning case
        when xmax = 0 then 'added'
        when changed_at <> ${now}::timestamptz then 'seen'
        -- A subquery still finds the row as it was before this statement.
        when (select was.deleted_at is null from directory_device was where was.tenant_id = kept.tenant_id and was.id = kept.id) then 'changed'
        else 'added'
      end as what
    )
    select count(*) filter (where what = 'added')::int as added, count(*) filter (where what = 'changed')::int as changed from written`;
  const [counted] = await driverStatement<{ added: number; changed: number }>(tx, 'write-devices', statement);
  return counted ?? { added: 0, changed: 0 };
}

/** Tombstones devices by id; those that are gone already stay as they are. Gives how many went. */
export async function removeDevices(tx: Tx, tenantId: string, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  return tx.$executeRaw`
    update directory_device set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = any (${ids}::uuid[]) and deleted_at is null`;
}

/** Tombstones devices that the full pass `generation` did not see. Only after a pass that was read to its end. Gives how many went. */
export async function sweepDevices(tx: Tx, tenantId: string, generation: number, now: Date): Promise<number> {
  return tx.$executeRaw`
    update directory_device set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and generation < ${generation} and deleted_at is null`;
}
