import Link from 'next/link';
import { figureText } from './figures.ts';
import classes from './filter-chips.module.css';
import { hrefWith, type Query, toggleWord } from './query.ts';

/** Links that put a word into the filter of a list or take it out. */
export function FilterChips(props: {
  label: string;
  path: string;
  query: Query;
  name: string;
  choices: { value: string; text: string; count?: number }[];
  /** At most one at a time; a lone choice is switched on and off. */
  single?: boolean;
}) {
  const { label, path, query, name, choices, single = false } = props;
  const chosen = query[name]?.split(',') ?? [];
  return (
    <nav className={classes.chips} aria-label={label}>
      {choices.length > 1 && (
        <>
          <span className={classes.label} aria-hidden="true">
            {label}
          </span>
          <Link className={classes.chip} href={hrefWith(path, query, { [name]: undefined })} aria-current={chosen.length === 0}>
            All
          </Link>
        </>
      )}
      {choices.map(({ value, text, count }) => (
        <Link
          key={value}
          className={classes.chip}
          href={hrefWith(path, query, { [name]: toggleWord(single && query[name] !== value ? undefined : query[name], value) })}
          aria-current={chosen.includes(value)}
        >
          {text}
          {count !== undefined && <span className={classes.count}>{figureText(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
