import type { ReactNode } from 'react';
import { PublicPage } from '../../components/public-page.tsx';

export default function ConnectLayout({ children }: { children: ReactNode }): ReactNode {
  return <PublicPage>{children}</PublicPage>;
}
