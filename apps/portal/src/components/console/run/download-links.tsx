'use client';

import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

/** The rows of a run as files. Plain links: a download is no page of ours. */
export function DownloadLinks({ runId }: { runId: string }) {
  return (['csv', 'ndjson'] as const).map((format) => (
    <Button
      key={format}
      component="a"
      href={`/console/runs/${runId}/download?format=${format}`}
      download
      size="sm"
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden="true" />}
    >
      {format.toUpperCase()}
    </Button>
  ));
}
