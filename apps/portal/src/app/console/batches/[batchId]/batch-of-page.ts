import { type BatchDetail, findBatch } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { readGuid } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { type OperatorSession, requireOperator } from '../../../../server/session.ts';

const read = cache((batchId: string) => findBatch(services().db, batchId));

/** Who asks and the batch their page is about. Sends strangers to sign in; a batch nobody knows is a 404. */
export async function batchOfPage(
  params: Promise<{ batchId: string }>,
): Promise<{ session: OperatorSession; batch: BatchDetail }> {
  const { batchId } = await params;
  const session = await requireOperator('Viewer', { to: 'batch', id: batchId });
  const id = readGuid(batchId);
  return { session, batch: (id === undefined ? null : await read(id)) ?? notFound() };
}
