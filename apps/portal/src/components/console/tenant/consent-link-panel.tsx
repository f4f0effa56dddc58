import { consentLink } from '../consent-link.ts';
import { CopyValue } from '../copy-value.tsx';
import { Panel } from '../panel.tsx';
import classes from './consent-link-panel.module.css';

/** The link to send when an administrator has to approve again. */
export function ConsentLinkPanel({ tenantId, publicUrl }: { tenantId: string; publicUrl: string }) {
  return (
    <Panel title="Consent link">
      <p className={classes.words}>
        Send this to an administrator of the tenant to have them approve again, or look at the state themselves. It signs in at
        this very tenant and works for nobody else.
      </p>
      <CopyValue value={consentLink(publicUrl, tenantId)} label="consent link" />
    </Panel>
  );
}
