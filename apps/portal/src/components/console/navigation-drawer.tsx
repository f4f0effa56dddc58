'use client';

import { Burger, Drawer } from '@mantine/core';
import { useState } from 'react';
import classes from './navigation-drawer.module.css';
import { NavigationLinks } from './navigation-links.tsx';

/** The navigation where there is no room for a sidebar. */
export function NavigationDrawer({ brand }: { brand: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Burger
        className={classes.burger ?? ''}
        opened={open}
        onClick={() => setOpen(!open)}
        size="sm"
        aria-label="Navigation"
        aria-expanded={open}
      />
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        size="16rem"
        title={brand}
        classNames={{ content: classes.surface ?? '', header: classes.surface ?? '' }}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <nav aria-label="Console">
          <NavigationLinks onFollow={() => setOpen(false)} />
        </nav>
      </Drawer>
    </>
  );
}
