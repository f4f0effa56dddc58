import { IconUsersGroup } from '@tabler/icons-react';
import type { Page, TenantDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { EmptyList } from '../empty-list.tsx';
import { FilterChips } from '../filter-chips.tsx';
import { ButtonLink } from '../links.tsx';
import bar from '../list-bar.module.css';
import { Pager } from '../pager.tsx';
import type { Query } from '../query.ts';
import { SearchField } from '../search-field.tsx';

const searchedBy = { users: 'Name or sign-in name', groups: 'Name or mail', devices: 'Name or device id' };

/** A list of directory objects with its search; deleted ones are shown on demand. `children` are the rows. */
export function DirectoryList(props: {
  what: keyof typeof searchedBy;
  tenant: TenantDetail;
  query: Query;
  page: Page<unknown>;
  denied: string | null;
  children: ReactNode;
}) {
  const { what, tenant, query, page, denied, children } = props;
  const path = `/console/tenants/${tenant.tenantId}/${what}`;
  const never = tenant.directorySyncedAt === null;
  return (
    <>
      <div className={bar.bar}>
        <SearchField label={searchedBy[what]} path={path} query={query} />
        <FilterChips label="Which" path={path} query={query} name="show" choices={[{ value: 'deleted', text: 'With deleted' }]} />
      </div>
      {page.items.length > 0 ? (
        children
      ) : (
        <EmptyList
          icon={<IconUsersGroup size={24} />}
          title={never ? 'This directory was not read yet' : `No ${what} match`}
          action={
            never ? (
              <ButtonLink href={`/console/runs/new?job=directory-sync&tenant=${tenant.tenantId}`} denied={denied}>
                Start a directory sync
              </ButtonLink>
            ) : (
              <ButtonLink href={path} variant="default">
                Show all {what}
              </ButtonLink>
            )
          }
        >
          {never
            ? 'A directory sync brings the users, the groups and who belongs to them, and the devices where they may be read.'
            : 'Change the search, or show deleted ones too.'}
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </>
  );
}
