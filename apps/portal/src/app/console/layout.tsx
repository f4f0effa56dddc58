import '@mantine/charts/styles.layer.css';
import '@mantine/notifications/styles.layer.css';

import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { ConsoleShell } from '../../components/console/console-shell.tsx';
import { services } from '../../server/services.ts';
import { requireOperator } from '../../server/session.ts';

/** Everything under /console is for operators. A layout is not asked again on the way from page to page, so each page asks for itself too. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await requireOperator('Viewer', { to: 'overview' });
  return (
    <ConsoleShell session={session} brand={services().settings.BRAND_NAME}>
      {children}
      <Notifications position="bottom-right" />
    </ConsoleShell>
  );
}
