'use client';

import { Button, type ButtonProps, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from './action-dialog.module.css';
import { DeniedButton } from './links.tsx';

/** A button that opens a dialog with a question; the dialog says what will happen before it happens. `children` are the button's words. */
export function ActionDialog(
  props: ButtonProps & {
    denied: string | null;
    title: string;
    says: ReactNode;
    confirm: string;
    busy: boolean;
    /** Does it. The dialog closes when it gives true. */
    onConfirm: () => Promise<boolean>;
    children: ReactNode;
  },
) {
  const { denied, title, says, confirm, busy, onConfirm, children, ...look } = props;
  const [open, setOpen] = useState(false);
  if (denied !== null) return <DeniedButton reason={denied} label={children} look={look} />;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await onConfirm()) setOpen(false);
  }

  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={title}
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
        classNames={{ content: classes.surface ?? '', header: classes.surface ?? '', title: classes.title ?? '' }}
      >
        <form onSubmit={submit} className={classes.body} noValidate>
          {says}
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setOpen(false)}>
              Leave it
            </Button>
            <Button type="submit" loading={busy} data-autofocus {...(look.color === 'red' ? { color: 'red' } : {})}>
              {confirm}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
