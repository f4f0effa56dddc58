import { Skeleton } from '@mantine/core';

/** The shape of a page with a list while its data is read. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-busy="true">
      <Skeleton height={32} width={220} mb="lg" />
      <Skeleton height={36} width="min(28rem, 100%)" mb="md" />
      <Skeleton height={rows * 52} />
    </div>
  );
}
