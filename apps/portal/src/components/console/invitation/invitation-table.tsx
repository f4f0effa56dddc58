import { type Invitation, invitationStanding } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { ActionButton } from '../action-button.tsx';
import { CopyLink } from '../copy-link.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { InvitationBadge } from '../state-badges.tsx';
import { VisibleName } from '../visible-name.tsx';
import classes from './invitation-table.module.css';

/** The links that were made; an open one can be copied and ended. */
export function InvitationTable(props: { invitations: Invitation[]; publicUrl: string; denied: string | null }) {
  const { invitations, publicUrl, denied } = props;
  const now = new Date();
  const columns: Column<Invitation>[] = [
    {
      head: 'For',
      kind: 'lead',
      cell: ({ label, externalRef }) => (
        <>
          <strong className={classes.label}>
            <VisibleName>{label}</VisibleName>
          </strong>
          {externalRef !== null && <span className={classes.under}>{externalRef}</span>}
        </>
      ),
    },
    { head: 'Names', cell: ({ namedTenantId, namedDomain }) => namedDomain ?? namedTenantId ?? 'Nobody' },
    { head: 'Standing', cell: (invitation) => <InvitationBadge standing={invitationStanding(invitation, now)} /> },
    { head: 'Made', wideOnly: true, cell: ({ createdAt }) => <Instant at={createdAt} relative /> },
    { head: 'Ends', cell: ({ revokedAt, expiresAt }) => <Instant at={revokedAt ?? expiresAt} relative /> },
    {
      head: 'Link',
      cell: (invitation) =>
        invitationStanding(invitation, now) === 'open' ? (
          <span className={classes.acts}>
            <CopyLink url={`${publicUrl}/connect/i/${invitation.code}`}>Copy link</CopyLink>
            <ActionButton
              size="xs"
              variant="subtle"
              color="red"
              action="revoke-invitation"
              body={{ id: invitation.id }}
              done="The link is ended."
              ask="Really end it?"
              denied={denied}
            >
              End
            </ActionButton>
          </span>
        ) : (
          '–'
        ),
    },
  ];
  return <DataTable caption="Invitations" columns={columns} rows={invitations} keyOf={({ id }) => id} />;
}
