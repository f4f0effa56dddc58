import { IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { TenantDetail } from '@tenantry/domain';
import { jobCatalogue, permissionManifest } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { Panel } from '../panel.tsx';
import classes from './permission-panel.module.css';

/** The application permissions of a tenant: granted, missing and unexpected ones, each apart. */
export function PermissionPanel({ tenant }: { tenant: TenantDetail }) {
  const { missingPermissions, unexpectedPermissions, provenAt } = tenant;
  const asked = tenant.grantedPermissions.filter((permission) => !unexpectedPermissions.includes(permission));
  return (
    <Panel title="Permissions" aside={<span className={classes.version}>Manifest version {tenant.manifestVersion}</span>}>
      {provenAt === null && <p className={classes.note}>Nothing is proven yet: what was granted is not known.</p>}
      <PermissionGroup title="Granted" permissions={asked} icon={<IconCircleCheck size={16} className={classes.good} />} />
      {provenAt !== null && (
        <PermissionGroup
          title="Missing"
          permissions={missingPermissions}
          icon={<IconCircleX size={16} className={classes.bad} />}
        />
      )}
      <PermissionGroup
        title="Unexpected"
        note="Granted to our app, and asked for by none of its jobs. They are not used."
        permissions={unexpectedPermissions}
        icon={<IconInfoCircle size={16} className={classes.quiet} />}
      />
    </Panel>
  );
}

function PermissionGroup(props: { title: string; note?: string; permissions: string[]; icon: ReactNode }) {
  const { title, note, permissions, icon } = props;
  if (permissions.length === 0) return null;
  return (
    <div className={classes.group}>
      <h3>{title}</h3>
      {note && <p className={classes.note}>{note}</p>}
      <ul>
        {permissions.map((permission) => (
          <li key={permission}>
            <span aria-hidden="true">{icon}</span>
            <code>{permission}</code>
            <span className={classes.jobs}>{neededBy(permission)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function neededBy(permission: string): string {
  const jobs = permissionManifest.permissions.find(({ value }) => value === permission)?.jobs ?? [];
  return jobs.map((job) => jobCatalogue[job].title).join(', ');
}
