import '@mantine/charts/styles.layer.css';
import '@mantine/notifications/styles.layer.css';

import { Notifications } from '@mantine/notifications';
import { readFleetPause } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { ConsoleShell } from '../../components/console/console-shell.tsx';
import { FleetPauseBanner } from '../../components/console/fleet-pause-banner.tsx';
import { LiveRefresh } from '../../live/live-refresh.tsx';
import { services } from '../../server/services.ts';
import { operatorSession } from '../../server/session.ts';

/**
 * The console's frame, for operators. Who is none gets no frame: each page asks for itself and sends them to sign in, and so back to that very
 * page; a layout is not asked again on the way from page to page.
 */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await operatorSession();
  if (session === null) return children;
  const { db, settings } = services();
  const pause = await readFleetPause(db, new Date());
  return (
    <ConsoleShell session={session} brand={settings.BRAND_NAME}>
      <LiveRefresh watch={{ fleetOnly: true }} />
      {pause !== null && <FleetPauseBanner pause={pause} session={session} />}
      {children}
      <Notifications position="bottom-right" />
    </ConsoleShell>
  );
}
