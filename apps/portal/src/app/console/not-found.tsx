import { IconMapPinOff } from '@tabler/icons-react';
import { EmptyList } from '../../components/console/empty-list.tsx';
import { ButtonLink } from '../../components/console/links.tsx';
import { PageHeader } from '../../components/console/page-header.tsx';

/** For an address of the console behind which there is nothing. */
export default function ConsoleNotFound() {
  return (
    <>
      <title>Not found</title>
      <PageHeader title="Not found" />
      <EmptyList
        icon={<IconMapPinOff size={24} />}
        title="There is nothing under this address"
        action={<ButtonLink href="/console">Go to the overview</ButtonLink>}
      >
        The tenant or run may have been erased, or the address was not copied whole.
      </EmptyList>
    </>
  );
}
