import { IconBuildingCommunity } from '@tabler/icons-react';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { EmptyList } from '../empty-list.tsx';
import { ButtonLink } from '../links.tsx';
import { PageHeader } from '../page-header.tsx';

/** The overview of an installation that no customer has connected to yet. */
export function NoTenants({ denied }: { denied: string | null }) {
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader title="Overview" />
      <EmptyList
        icon={<IconBuildingCommunity size={24} />}
        title="No tenant is connected yet"
        action={
          <ButtonLink href="/console/invitations" denied={denied}>
            Invite the first customer
          </ButtonLink>
        }
      >
        Send a customer a link. Their administrator approves in Microsoft Entra, and the tenant appears here as soon as the
        approval is proven.
      </EmptyList>
    </>
  );
}
