'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EmptyList } from '../../components/console/empty-list.tsx';
import { PageHeader } from '../../components/console/page-header.tsx';

/** What stands in place of a page that could not be made. The error itself was logged on the server, under the digest shown here. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <PageHeader title="This page could not be made" />
      <EmptyList
        icon={<IconAlertTriangle size={24} />}
        title="Something did not answer"
        action={<Button onClick={reset}>Try again</Button>}
      >
        The database may be away for a moment. {error.digest !== undefined && `The log knows this as ${error.digest}.`}
      </EmptyList>
    </>
  );
}
