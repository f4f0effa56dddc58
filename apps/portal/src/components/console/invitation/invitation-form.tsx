'use client';

import { Alert, Button, NumberInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { askConsole } from '../ask-console.ts';
import { CopyValue } from '../copy-value.tsx';
import { DeniedButton } from '../links.tsx';
import classes from './invitation-form.module.css';

const empty = { label: '', tenantId: '', domain: '', externalRef: '', expiresInDays: 14 as number | string };

/** Makes an invitation and shows its link. What was filled in stays when it is refused, and each refusal stands at its field. */
export function InvitationForm({ denied }: { denied: string | null }) {
  const router = useRouter();
  const form = useForm({ initialValues: empty });
  const [made, setMade] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function make(values: typeof empty): Promise<void> {
    setMade(null);
    setRefusal(null);
    const outcome = await askConsole<{ url: string }>('create-invitation', values);
    if (!outcome.ok) {
      form.setErrors(outcome.fields);
      return setRefusal(outcome.detail);
    }
    form.reset();
    setMade(outcome.answer.url);
    router.refresh();
  }

  return (
    <form onSubmit={form.onSubmit(make)} className={classes.form} noValidate>
      <TextInput
        {...form.getInputProps('label')}
        label="Who is it for"
        description="Shown to the customer and to you."
        maxLength={120}
        withAsterisk
      />
      <div className={classes.pair}>
        <TextInput {...form.getInputProps('tenantId')} label="Tenant id" description="Only this tenant may use the link." />
        <TextInput {...form.getInputProps('domain')} label="or verified domain" description="Only its tenant may use the link." />
      </div>
      <div className={classes.pair}>
        <TextInput
          {...form.getInputProps('externalRef')}
          label="Your reference"
          description="Needs a tenant id or a domain."
          maxLength={120}
        />
        <NumberInput
          {...form.getInputProps('expiresInDays')}
          label="Days it can be used"
          min={1}
          max={365}
          description="From today."
        />
      </div>
      <p className={classes.hint}>
        A link that names nobody can be used by any tenant. Such a tenant stays unclaimed, and no job runs, until an operator
        confirms it.
      </p>
      {refusal !== null && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      {made !== null && (
        <Alert color="green" title="The link to send" role="status">
          <CopyValue value={made} label="link" />
        </Alert>
      )}
      <div>
        {denied === null ? (
          <Button type="submit" loading={form.submitting}>
            Make the link
          </Button>
        ) : (
          <DeniedButton reason={denied} label="Make the link" look={{}} />
        )}
      </div>
    </form>
  );
}
