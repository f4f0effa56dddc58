import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

type Tone = 'plain' | 'good' | 'busy' | 'attention' | 'bad';

/** One subject in a frame, headed by what it is about. The page's main panel carries the h1. */
export function Panel(props: {
  title: ReactNode;
  main?: boolean;
  tone?: Tone;
  icon?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  const { title, main = false, tone = 'plain', icon, children } = props;
  const Heading = main ? 'h1' : 'h2';
  return (
    <Paper component="section" withBorder className={classes.panel} data-tone={tone} data-main={main || undefined}>
      <div className={classes.head}>
        {icon !== undefined && (
          <span className={classes.icon} aria-hidden="true">
            {icon}
          </span>
        )}
        <Heading className={classes.title}>{title}</Heading>
      </div>
      {children}
    </Paper>
  );
}

/** Facts beside each other: what each is and its value. A value of null is left out. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className={classes.facts}>
      {of
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** What can be done here; the first is the one most will want. */
export function Actions({ children }: { children: ReactNode }): ReactNode {
  return <div className={classes.actions}>{children}</div>;
}
