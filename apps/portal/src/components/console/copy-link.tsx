'use client';

import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A button that copies a link to send to somebody. */
export function CopyLink({ url, children }: { url: string; children: ReactNode }) {
  return (
    <CopyButton value={url}>
      {({ copied, copy }) => (
        <Button size="xs" variant="light" onClick={copy} leftSection={copied ? <IconCheck size={14} /> : <IconLink size={14} />}>
          {copied ? 'Copied' : children}
        </Button>
      )}
    </CopyButton>
  );
}
