import { notFound } from 'next/navigation';
import { requireOperator } from '../../../server/session.ts';

/** Every other address under /console: not found, inside the console's frame. */
export default async function UnknownPage(): Promise<never> {
  await requireOperator('Viewer', { to: 'overview' });
  notFound();
}
