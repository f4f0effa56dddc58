import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A plain form that leads to sign-in, with or without JavaScript. */
export function SignInForm(props: {
  label: string;
  to?: 'confirm' | 'status';
  invitation?: string | null;
  tenant?: string | null;
  quiet?: boolean;
}): ReactNode {
  const { label, to = 'confirm', invitation, tenant, quiet = false } = props;
  return (
    <form method="post" action="/connect/start">
      <input type="hidden" name="to" value={to} />
      {invitation && <input type="hidden" name="invitation" value={invitation} />}
      {tenant && <input type="hidden" name="tenant" value={tenant} />}
      <Button type="submit" variant={quiet ? 'default' : 'filled'} size={quiet ? 'sm' : 'md'}>
        {label}
      </Button>
    </form>
  );
}
