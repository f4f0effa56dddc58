'use client';

import { Button, TagsInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DeniedButton } from '../links.tsx';
import classes from '../setting-form.module.css';
import { useConsoleAction } from '../use-console-action.ts';

/** The tags of a tenant, by which batches and schedules select it. */
export function TagsForm(props: { tenantId: string; tags: string[]; known: string[]; denied: string | null }) {
  const { tenantId, known, denied } = props;
  const [tags, setTags] = useState(props.tags);
  const [error, setError] = useState<string | undefined>();
  const { busy, act } = useConsoleAction('set-tenant-tags');
  const changed = tags.join() !== props.tags.join();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const outcome = await act({ tenantId, tags }, 'The tags are saved.');
    setError(outcome.ok ? undefined : Object.values(outcome.fields)[0]);
  }

  return (
    <form onSubmit={save} className={classes.form} noValidate>
      <TagsInput
        label="Tags"
        description="Batches and schedules select tenants by them. Press Enter after each."
        data={known}
        maxTags={20}
        readOnly={denied !== null}
        value={tags}
        error={error}
        clearButtonProps={{ 'aria-label': 'Clear the tags' }}
        onChange={(next) => setTags(next.map((tag) => tag.trim().toLowerCase()))}
      />
      {denied === null ? (
        <Button type="submit" size="xs" variant="default" loading={busy} disabled={!changed}>
          Save the tags
        </Button>
      ) : (
        <DeniedButton reason={denied} label="Save the tags" look={{ size: 'xs', variant: 'default' }} />
      )}
    </form>
  );
}
