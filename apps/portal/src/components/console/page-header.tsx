import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-header.module.css';

/** The head of a page: its one h1, what stands beside it, and what can be done. */
export function PageHeader(props: { title: ReactNode; beside?: ReactNode; description?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <div className={classes.line}>
          <Title order={1}>{props.title}</Title>
          {props.beside}
        </div>
        {props.description && <div className={classes.description}>{props.description}</div>}
      </div>
      {props.actions && <div className={classes.actions}>{props.actions}</div>}
    </header>
  );
}
