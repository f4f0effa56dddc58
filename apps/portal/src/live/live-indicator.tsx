'use client';

import { useSyncExternalStore } from 'react';
import { type LiveStatus, listenForStatus, liveStatus } from './live-connection.ts';
import classes from './live-indicator.module.css';

const words: Record<LiveStatus, string> = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting' };

/** Whether what the page shows is kept up to date. */
export function LiveIndicator() {
  const status = useSyncExternalStore(listenForStatus, liveStatus, () => 'connecting' as const);
  return (
    <span className={classes.indicator} data-status={status} role="status">
      <span className={classes.dot} aria-hidden="true" />
      {words[status]}
    </span>
  );
}
