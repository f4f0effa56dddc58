import { IconCircleCheck } from '@tabler/icons-react';
import type { Overview } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { ActionButton } from '../action-button.tsx';
import { consentLink } from '../consent-link.ts';
import { CopyLink } from '../copy-link.tsx';
import { PageLink } from '../links.tsx';
import { Panel } from '../panel.tsx';
import { ConnectionBadge } from '../state-badges.tsx';
import { VisibleName } from '../visible-name.tsx';
import { connectionWords } from '../words.ts';
import classes from './attention-list.module.css';

/** Tenants that go on only when somebody does something, each with that one thing. */
export function AttentionList(props: { attention: Overview['attention']; publicUrl: string; denied: string | null }) {
  const { attention, publicUrl, denied } = props;
  return (
    <Panel title="Needs attention">
      {attention.length === 0 ? (
        <p className={classes.calm}>
          <IconCircleCheck size={18} aria-hidden="true" /> Nothing waits for you.
        </p>
      ) : (
        <ul className={classes.list}>
          {attention.map(({ tenantId, name, state, reasonCode, since }) => (
            <li key={tenantId} className={classes.item}>
              <div className={classes.words}>
                <span className={classes.name}>
                  <PageLink href={`/console/tenants/${tenantId}`} fw={550} c="inherit" size="sm">
                    <VisibleName>{name}</VisibleName>
                  </PageLink>
                  <ConnectionBadge state={state} explained={false} />
                </span>
                <span className={classes.why}>
                  {reasonCode === null ? connectionWords[state].means : errorText(reasonCode).what}{' '}
                  <Instant at={since} relative />
                </span>
              </div>
              {state === 'unclaimed' ? (
                <ActionButton
                  size="xs"
                  variant="light"
                  action="confirm-tenant"
                  body={{ tenantId }}
                  done="The tenant is confirmed."
                  ask="Really confirm?"
                  denied={denied}
                >
                  Confirm
                </ActionButton>
              ) : (
                <CopyLink url={consentLink(publicUrl, tenantId)}>Copy consent link</CopyLink>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
