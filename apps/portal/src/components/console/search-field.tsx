import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import Form from 'next/form';
import type { ReactNode } from 'react';
import type { Query } from './query.ts';
import classes from './search-field.module.css';

/** A search that stands in the address; the other filters of the list are kept. `children` are further fields of the same form. */
export function SearchField(props: { label: string; path: string; query: Query; name?: string; children?: ReactNode }) {
  const { label, path, query, name = 'search', children } = props;
  const kept = Object.entries(query).filter(([field]) => field !== name && field !== 'after');
  return (
    <Form action={path} className={classes.form} role="search">
      {kept.map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <TextInput
        key={query[name]}
        className={classes.field}
        type="search"
        name={name}
        size="sm"
        maxLength={200}
        placeholder={label}
        aria-label={label}
        defaultValue={query[name] ?? ''}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
      />
      {children}
    </Form>
  );
}
