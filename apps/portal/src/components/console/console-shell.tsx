import Link from 'next/link';
import type { ReactNode } from 'react';
import { LiveIndicator } from '../../live/live-indicator.tsx';
import type { OperatorSession } from '../../server/session.ts';
import { Mark } from '../../theme/logo.tsx';
import { ColorSchemeToggle } from '../color-scheme-toggle.tsx';
import classes from './console-shell.module.css';
import { NavigationDrawer } from './navigation-drawer.tsx';
import { NavigationLinks } from './navigation-links.tsx';
import { UserMenu } from './user-menu.tsx';

/** What stands around every page of the console: the ways through it, who is signed in, and whether it is live. */
export function ConsoleShell({ session, brand, children }: { session: OperatorSession; brand: string; children: ReactNode }) {
  return (
    <div className={classes.shell}>
      <header className={classes.header}>
        <NavigationDrawer brand={brand} />
        <Link href="/console" className={classes.brand}>
          <Mark size={26} />
          <span>{brand}</span>
        </Link>
        <div className={classes.tools}>
          <LiveIndicator />
          <ColorSchemeToggle />
          <UserMenu name={session.name} username={session.username} role={session.role} />
        </div>
      </header>
      <nav className={classes.sidebar} aria-label="Console">
        <NavigationLinks />
      </nav>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
