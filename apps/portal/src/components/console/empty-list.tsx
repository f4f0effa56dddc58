import type { ReactNode } from 'react';
import classes from './empty-list.module.css';

/** What stands where a list has nothing to show: why, and the one thing to do next. */
export function EmptyList({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <p className={classes.title}>{title}</p>
      <p className={classes.words}>{children}</p>
      {action}
    </div>
  );
}
