'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Failure } from './failure.tsx';

/** The page of a failure on our side. The digest finds the line in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }): ReactNode {
  const t = useTranslations('client.failure');
  const reference = error.digest === undefined ? null : t('reference', { digest: error.digest });
  return <Failure title={t('title')} text={t('text')} again={t('again')} reference={reference} onAgain={reset} />;
}
