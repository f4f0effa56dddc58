import '@mantine/charts/styles.layer.css';
import '@mantine/notifications/styles.layer.css';

import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { ConsoleShell } from '../../components/console/console-shell.tsx';
import { services } from '../../server/services.ts';
import { operatorSession } from '../../server/session.ts';

/**
 * The console's frame, for operators. Who is none gets no frame: each page asks for itself and sends them to sign in, and so back to that very
 * page; a layout is not asked again on the way from page to page.
 */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await operatorSession();
  if (session === null) return children;
  return (
    <ConsoleShell session={session} brand={services().settings.BRAND_NAME}>
      {children}
      <Notifications position="bottom-right" />
    </ConsoleShell>
  );
}
