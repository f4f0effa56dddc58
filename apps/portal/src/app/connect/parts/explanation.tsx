import { explanationOf } from '@tenantry/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Facts } from './panel.tsx';

/** What a code means: what happened, who must act, what to do, and the code itself for whoever must look it up. */
export function CodeExplanation({ code, correlationId = null }: { code: string; correlationId?: string | null }): ReactNode {
  const t = useTranslations();
  const { key } = explanationOf(code);
  return (
    <>
      <p>{t(`errors.${key}.what`)}</p>
      <Facts
        of={[
          [t('connect.explanation.who'), t(`errors.${key}.who`)],
          [t('connect.explanation.todo'), t(`errors.${key}.todo`)],
          [t('connect.explanation.code'), <code key="code">{code}</code>],
          [t('connect.explanation.correlation'), correlationId === null ? null : <code key="correlation">{correlationId}</code>],
        ]}
      />
    </>
  );
}
