'use client';

import { Anchor, type AnchorProps, Button, type ButtonProps, Tooltip } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link inside the console. */
export function PageLink({ href, children, ...look }: AnchorProps & { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} {...look}>
      {children}
    </Anchor>
  );
}

/** A link that looks like a button. With `denied`, the reason why this operator may not follow it, it stays visible and says so. */
export function ButtonLink(props: ButtonProps & { href: string; denied?: string | null; children: ReactNode }) {
  const { href, denied, children, ...look } = props;
  if (denied) return <DeniedButton reason={denied} label={children} look={look} />;
  return (
    <Button component={Link} href={href} {...look}>
      {children}
    </Button>
  );
}

/** A button that cannot be used and says why; it can be focused, so that the reason can be read. */
export function DeniedButton({ reason, label, look }: { reason: string; label: ReactNode; look: ButtonProps }) {
  return (
    <Tooltip label={reason} events={{ hover: true, focus: true, touch: true }}>
      <Button {...look} data-disabled aria-disabled="true" type="button" onClick={(event) => event.preventDefault()}>
        {label}
      </Button>
    </Tooltip>
  );
}
