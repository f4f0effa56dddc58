'use client';

import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useRef } from 'react';
import { visibleText } from '../visible-text.ts';
import classes from './user-menu.module.css';

const does = { Viewer: 'Viewer: sees everything', Operator: 'Operator: sees and acts', Admin: 'Admin: may do everything' };

/** Who is signed in, with which role, and the way out. */
export function UserMenu({ name, username, role }: { name: string; username: string; role: keyof typeof does }) {
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <>
      <form hidden ref={signOut} action="/auth/operator/sign-out" method="post" />
      <Menu position="bottom-end" width={260} shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes.button}>
            <VisuallyHidden>Signed in as {visibleText(name)}</VisuallyHidden>
            <Avatar name={name} color="petrol" size={32} radius="xl" aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.person}>
            <strong>{visibleText(name)}</strong>
            <span>{visibleText(username)}</span>
            <span>{does[role]}</span>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.current?.requestSubmit()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
