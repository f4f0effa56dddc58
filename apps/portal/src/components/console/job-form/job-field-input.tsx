'use client';

import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import type { JobField } from './job-fields.ts';

/** The control for one parameter of a job. */
export function JobFieldInput(props: {
  field: JobField;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}) {
  const { field, value, error, onChange } = props;
  const look = { label: field.label, description: field.description, error, withAsterisk: field.required, name: field.name };
  switch (field.kind) {
    case 'switch':
      return <Switch {...look} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number': {
      const limits = { ...(field.min !== undefined && { min: field.min }), ...(field.max !== undefined && { max: field.max }) };
      return (
        <NumberInput {...look} {...limits} allowDecimal={!field.whole} value={value as number | string} onChange={onChange} />
      );
    }
    case 'choice':
      return <Select {...look} data={field.choices} value={String(value)} onChange={onChange} allowDeselect={!field.required} />;
    case 'text': {
      const longest = field.longest === undefined ? {} : { maxLength: field.longest };
      return <TextInput {...look} {...longest} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
    }
    case 'words':
      return <TagsInput {...look} value={value as string[]} onChange={onChange} />;
  }
}
