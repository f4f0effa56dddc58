import { listTags, type TenantDetail } from '@tenantry/domain';
import { services } from '../../../server/services.ts';
import { Panel } from '../panel.tsx';
import { RunLimitForm } from '../run-limit-form.tsx';
import { TagsForm } from './tags-form.tsx';
import classes from './work-panel.module.css';

/** How jobs find a tenant and how much of it they may do at once. */
export async function WorkPanel({ tenant, denied }: { tenant: TenantDetail; denied: string | null }) {
  const { tenantId, tags, runLimit } = tenant;
  const known = await listTags(services().db);
  return (
    <Panel title="Work">
      <div className={classes.setting}>
        <TagsForm key={tags.join()} tenantId={tenantId} tags={tags} known={known.map(({ tag }) => tag)} denied={denied} />
      </div>
      <div className={classes.setting}>
        <RunLimitForm
          key={runLimit}
          action="set-tenant-run-limit"
          body={{ tenantId }}
          runLimit={runLimit ?? 1}
          label="Runs at once"
          description="At most so many runs of this tenant are at work at the same time."
          denied={denied}
        />
      </div>
    </Panel>
  );
}
