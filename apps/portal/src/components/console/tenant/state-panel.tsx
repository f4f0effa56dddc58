import type { TenantDetail } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { ActionButton } from '../action-button.tsx';
import { Explanation } from '../explanation.tsx';
import { Facts, Panel } from '../panel.tsx';
import { ConnectionBadge } from '../state-badges.tsx';
import { connectionWords } from '../words.ts';
import classes from './state-panel.module.css';

/** The state of a connection, since when, and why; an unclaimed one can be confirmed here. */
export function StatePanel({ tenant, denied }: { tenant: TenantDetail; denied: string | null }) {
  const { tenantId, state, stateSince, reasonCode, notBefore } = tenant;
  const throttled = notBefore !== null && notBefore > new Date();
  return (
    <Panel title="State" aside={<ConnectionBadge state={state} explained={false} />}>
      <p className={classes.means}>{connectionWords[state].means}</p>
      {reasonCode !== null && (
        <Explanation text={errorText(reasonCode)} tone={state === 'needs_consent' || state === 'not_granted' ? 'bad' : 'wait'} />
      )}
      {state === 'unclaimed' && (
        <div className={classes.confirm}>
          <ActionButton
            action="confirm-tenant"
            body={{ tenantId }}
            done="The tenant is confirmed. Its jobs may run."
            ask="Really confirm this tenant?"
            denied={denied}
          >
            Confirm this tenant
          </ActionButton>
          <span>Confirm only when you know that this directory belongs to your customer.</span>
        </div>
      )}
      <Facts
        facts={[
          ['Since', <Instant key="since" at={stateSince} relative />],
          ...(reasonCode === null ? [] : [['Code', <code key="code">{reasonCode}</code>] as [string, React.ReactNode]]),
          ['Throttled', throttled ? <Instant key="until" at={notBefore} relative /> : 'No'],
        ]}
      />
    </Panel>
  );
}
