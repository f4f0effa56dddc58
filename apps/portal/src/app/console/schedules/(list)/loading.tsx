import { ListSkeleton } from '../../../../components/console/list-skeleton.tsx';

export default function Loading() {
  return <ListSkeleton />;
}
