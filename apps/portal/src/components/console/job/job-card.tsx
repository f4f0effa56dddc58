import { type JobDefinition, type JobName, type LackingTenants, permissionManifest } from '@tenantry/domain';
import { counted, figureText } from '../figures.ts';
import { type JobField, jobFields } from '../job-form/job-fields.ts';
import { schedulableJobs } from '../job-form/startable-jobs.ts';
import { ButtonLink } from '../links.tsx';
import { Panel } from '../panel.tsx';
import { RunLimitForm } from '../run-limit-form.tsx';
import classes from './job-card.module.css';

/** One job: what it does, needs and may be told, and how to begin it. */
export function JobCard(props: {
  job: JobDefinition<JobName>;
  lacking: LackingTenants;
  runLimit: number;
  denied: string | null;
  /** Why this operator may not set the limit. */
  limitDenied: string | null;
}) {
  const { job, lacking, runLimit, denied, limitDenied } = props;
  const unable = lacking.byJob[job.name];
  const scheduled = schedulableJobs.some(({ name }) => name === job.name);
  const acts = (
    <span className={classes.acts}>
      {scheduled && (
        <ButtonLink href={`/console/schedules/new?job=${job.name}`} variant="default" size="xs" denied={denied}>
          Schedule
        </ButtonLink>
      )}
      <ButtonLink href={`/console/runs/new?job=${job.name}`} size="xs" denied={denied}>
        Start
      </ButtonLink>
    </span>
  );
  return (
    <Panel title={job.title} aside={acts}>
      <p className={classes.summary}>
        {job.summary} <span className={classes.dim}>{job.access === 'read' ? 'Changes nothing.' : 'Changes the directory.'}</span>
      </p>
      <div className={classes.part}>
        <h3>Permissions</h3>
        <Permissions job={job} lacking={lacking} />
        {unable > 0 && <p className={classes.lack}>Held now for {counted(unable, 'tenant')} that lack one.</p>}
      </div>
      <div className={classes.part}>
        <h3>What may be set</h3>
        <Fields fields={jobFields(job.params)} />
      </div>
      {scheduled && (
        <div className={classes.part}>
          <RunLimitForm
            key={runLimit}
            action="set-job-run-limit"
            body={{ job: job.name }}
            runLimit={runLimit}
            label="Runs at once"
            description="Most of this job in one tenant."
            denied={limitDenied}
          />
        </div>
      )}
    </Panel>
  );
}

/** What a job needs, and what shows it more, each with the number of tenants that lack it. */
function Permissions({ job, lacking }: { job: JobDefinition; lacking: LackingTenants }) {
  if (job.permissions.length === 0) {
    return <p className={classes.dim}>None: it looks at all {permissionManifest.permissions.length} that we ask for.</p>;
  }
  const lines = [
    ...job.permissions.map((value) => ({ value, optional: false })),
    ...job.optionalPermissions.map((value) => ({ value, optional: true })),
  ];
  return (
    <ul className={classes.list}>
      {lines.map(({ value, optional }) => (
        <li key={value}>
          <code>{value}</code>
          <span className={classes.dim}>
            {optional && 'shows it more; '}
            {lackWords(lacking.byPermission[value] ?? 0)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function lackWords(count: number): string {
  return count === 0 ? 'granted by all' : `${figureText(count)} lack it`;
}

function Fields({ fields }: { fields: JobField[] }) {
  if (fields.length === 0) return <p className={classes.dim}>Nothing.</p>;
  return (
    <ul className={classes.list}>
      {fields.map((field) => (
        <li key={field.name}>
          <span>{field.label}</span>
          <span className={classes.dim}>{initialWords(field)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What holds when nobody sets it. */
function initialWords(field: JobField): string {
  switch (field.kind) {
    case 'switch':
      return field.initial ? 'on unless switched off' : 'off unless switched on';
    case 'words':
      return field.initial.length === 0 ? 'empty' : field.initial.join(', ');
    default:
      return field.initial === '' ? 'empty' : `${field.initial}`;
  }
}
