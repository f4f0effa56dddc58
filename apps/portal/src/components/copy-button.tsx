'use client';

import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState, useSyncExternalStore } from 'react';

const confirmationMs = 2000;

/** Copies a text. Not there without JavaScript: the text itself stands beside it. */
export function CopyButton({ text, label }: { text: string; label?: string }): ReactNode {
  const t = useTranslations('client.copy');
  const [copied, setCopied] = useState(false);
  const inBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  if (!inBrowser) return null;

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), confirmationMs);
  }

  return (
    <Button
      variant="default"
      size="xs"
      aria-label={label === undefined ? undefined : `${t('copy')}: ${label}`}
      aria-live="polite"
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={() => void copy()}
    >
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}
