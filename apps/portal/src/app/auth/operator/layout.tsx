import type { ReactNode } from 'react';
import { PublicPage } from '../../../components/public-page.tsx';

export default function OperatorAuthLayout({ children }: { children: ReactNode }): ReactNode {
  return <PublicPage languages={false}>{children}</PublicPage>;
}
