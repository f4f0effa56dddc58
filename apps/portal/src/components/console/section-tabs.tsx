'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { figureText } from './figures.ts';
import classes from './section-tabs.module.css';

/** The sections of a page, each with an address of its own. */
export function SectionTabs({
  label,
  sections,
}: {
  label: string;
  sections: { href: string; text: string; count?: number | null }[];
}) {
  const path = usePathname();
  return (
    <nav className={classes.tabs} aria-label={label}>
      {sections.map(({ href, text, count }) => (
        <Link key={href} href={href} className={classes.tab} aria-current={path === href ? 'page' : undefined}>
          {text}
          {count !== undefined && count !== null && <span className={classes.count}>{figureText(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
