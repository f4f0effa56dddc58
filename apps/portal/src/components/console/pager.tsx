import { ButtonLink } from './links.tsx';
import classes from './pager.module.css';
import { hrefWith, type Query } from './query.ts';

/** The way through a list: on to the next page, or back to the first. The browser's own back button goes one page back. */
export function Pager({ path, query, next }: { path: string; query: Query; next: string | null }) {
  if (query.after === undefined && next === null) return null;
  return (
    <nav className={classes.pager} aria-label="Pages">
      {query.after !== undefined && (
        <ButtonLink href={hrefWith(path, query, { after: undefined })} variant="default" size="xs">
          First page
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={hrefWith(path, query, { after: next })} variant="default" size="xs">
          Next page
        </ButtonLink>
      )}
    </nav>
  );
}
