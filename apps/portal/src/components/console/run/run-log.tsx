import { type Page, type RunLogLine, runLogLevels } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { visibleText } from '../../visible-text.ts';
import { FilterChips } from '../filter-chips.tsx';
import { Pager } from '../pager.tsx';
import { Panel } from '../panel.tsx';
import type { Query } from '../query.ts';
import { SearchField } from '../search-field.tsx';
import { VisibleName } from '../visible-name.tsx';
import classes from './run-log.module.css';

const levelWords = { info: 'Info', warn: 'Warnings', error: 'Errors' };

/** What a run wrote down, newest first, with a search and its levels. */
export function RunLog({ path, query, log }: { path: string; query: Query; log: Page<RunLogLine> }) {
  return (
    <Panel title="Log" aside={<SearchField label="Search the log" path={path} query={query} />}>
      <div className={classes.levels}>
        <FilterChips
          label="Level"
          path={path}
          query={query}
          name="level"
          choices={runLogLevels.map((level) => ({ value: level, text: levelWords[level] }))}
        />
      </div>
      {log.items.length === 0 ? (
        <p className={classes.none}>
          {query.search === undefined && query.level === undefined ? 'Nothing was written down yet.' : 'No line matches.'}
        </p>
      ) : (
        <ol className={classes.lines}>
          {log.items.map(({ id, at, level, message, detail }) => (
            <li key={id} className={classes.line} data-level={level}>
              <span className={classes.at}>
                <Instant at={at} relative />
              </span>
              <span className={classes.level}>{level}</span>
              <span className={classes.message}>
                <VisibleName>{message}</VisibleName>
                {detail !== null && <code className={classes.detail}>{visibleText(JSON.stringify(detail))}</code>}
              </span>
            </li>
          ))}
        </ol>
      )}
      <Pager path={path} query={query} next={log.next} />
    </Panel>
  );
}
