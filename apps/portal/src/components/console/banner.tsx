import type { ReactNode } from 'react';
import classes from './banner.module.css';

/** Something that holds for the whole installation and that nobody may miss. */
export function Banner({ tone, title, children }: { tone: 'bad' | 'wait'; title: string; children: ReactNode }) {
  return (
    <div className={classes.banner} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  );
}
