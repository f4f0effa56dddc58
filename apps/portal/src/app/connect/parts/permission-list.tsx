import { IconCheck, IconMinus } from '@tabler/icons-react';
import { permissionManifest } from '@tenantry/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import classes from './permission-list.module.css';

/**
 * The permissions of the manifest: each by name, why it is needed and for which job. With `missing`, whether each is granted.
 */
export function PermissionList({ missing }: { missing?: readonly string[] }): ReactNode {
  const t = useTranslations();
  return (
    <ul className={classes.list}>
      {permissionManifest.permissions.map(({ value, jobs }) => {
        const granted = missing === undefined ? null : !missing.includes(value);
        return (
          <li key={value} data-granted={granted ?? undefined}>
            {granted !== null && (
              <span className={classes.mark}>
                {granted ? (
                  <IconCheck size={16} stroke={2.2} aria-hidden="true" />
                ) : (
                  <IconMinus size={16} stroke={2.2} aria-hidden="true" />
                )}
              </span>
            )}
            <div>
              <p className={classes.title}>
                {t(`permissions.${value}.title`)} <code>{value}</code>
                {granted !== null && (
                  <span className={classes.state}>{t(`connect.status.permissions.${granted ? 'granted' : 'missing'}`)}</span>
                )}
              </p>
              <p>{t(`permissions.${value}.why`)}</p>
              <p className={classes.jobs}>
                {t('connect.intro.neededFor', { jobs: jobs.map((job) => t(`jobs.${job}`)).join(', ') })}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
