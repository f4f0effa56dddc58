import { findJob, type RunDetail } from '@tenantry/domain';
import { counted } from '../figures.ts';
import { ButtonLink } from '../links.tsx';
import { DownloadLinks } from './download-links.tsx';
import classes from './result-summary.module.css';

/** The way to the rows a run found, for a job that keeps some. */
export function ResultRows({ run }: { run: RunDetail }) {
  if ((findJob(run.job)?.resultColumns.length ?? 0) === 0) return null;
  if (run.resultRows === null) {
    return (
      <div className={classes.rows}>
        <p className={classes.words}>Its rows are not kept any more. Newer runs of this job have theirs.</p>
      </div>
    );
  }
  if (run.resultRows === 0) {
    return (
      <div className={classes.rows}>
        <p className={classes.words}>It found nothing to list.</p>
      </div>
    );
  }
  return (
    <div className={classes.rows}>
      <ButtonLink href={`/console/runs/${run.id}/results`} size="sm">
        Show {counted(run.resultRows, 'row')}
      </ButtonLink>
      <DownloadLinks runId={run.id} />
    </div>
  );
}
