import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { services } from '../../../server/services.ts';
import classes from './forward.module.css';

/** The address that leads a colleague to the same page, pinned to a tenant once one is known. */
export function forwardLink(of: { invitation: string | null; tenantId: string | null }): string {
  const path = of.invitation === null ? '/connect' : `/connect/i/${of.invitation}`;
  return `${services().settings.PUBLIC_URL}${path}${of.tenantId === null ? '' : `?tenant=${of.tenantId}`}`;
}

/** For somebody who may not approve: a link and a message for somebody who may. */
export async function Forward({ link, open = false }: { link: string; open?: boolean }): Promise<ReactNode> {
  const t = await getTranslations('connect.forward');
  const brand = services().settings.BRAND_NAME;
  const message = t('body', { brand, link });
  const mail = `mailto:?subject=${encodeURIComponent(t('subject', { brand }))}&body=${encodeURIComponent(message)}`;
  return (
    <details className={classes.forward} open={open}>
      <summary>{t('summary')}</summary>
      <p>{t('text')}</p>
      <div className={classes.label}>
        <span>{t('link')}</span>
        <CopyButton text={link} label={t('link')} />
      </div>
      <p className={classes.link}>
        <a href={link}>{link}</a>
      </p>
      <div className={classes.label}>
        <span>{t('message')}</span>
        <CopyButton text={message} label={t('message')} />
      </div>
      <p className={classes.message}>{message}</p>
      <p>
        <a href={mail}>{t('email')}</a>
      </p>
    </details>
  );
}
