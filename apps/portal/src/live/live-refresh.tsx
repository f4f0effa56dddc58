'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { type Change, concerns, type Watch } from './change.ts';
import { listenForChanges } from './live-connection.ts';

const refreshEveryMs = 1000;

/** Reads the page's data anew when a change matches: at most once a second, and not while the tab is hidden. */
function useLiveRefresh(match: (change: Change) => boolean): void {
  const router = useRouter();
  const matches = useEffectEvent(match);
  const refresh = useEffectEvent(() => router.refresh());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let refreshedAt = Date.now();
    let missed = false;

    function soon(): void {
      missed = document.hidden;
      if (missed || timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          refreshedAt = Date.now();
          refresh();
        },
        Math.max(0, refreshedAt + refreshEveryMs - Date.now()),
      );
    }

    const stopListening = listenForChanges((change) => matches(change) && soon());
    // What changed between the making of the page and its listening was told to nobody.
    soon();
    const onVisible = () => !document.hidden && missed && soon();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stopListening();
      document.removeEventListener('visibilitychange', onVisible);
      clearTimeout(timer);
    };
  }, []);
}

/** Keeps the page it stands on up to date with the changes it watches. Shows nothing. */
export function LiveRefresh({ watch }: { watch: Watch }) {
  useLiveRefresh((change) => concerns(watch, change));
  return null;
}
