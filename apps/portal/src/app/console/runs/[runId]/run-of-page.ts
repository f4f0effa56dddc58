import { findRun, type RunDetail } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { readGuid } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { type OperatorSession, requireOperator } from '../../../../server/session.ts';

const read = cache((runId: string) => findRun(services().db, runId));

/** Who asks and the run their page is about. Sends strangers to sign in; a run nobody knows is a 404. */
export async function runOfPage(params: Promise<{ runId: string }>): Promise<{ session: OperatorSession; run: RunDetail }> {
  const { runId } = await params;
  const session = await requireOperator('Viewer', { to: 'run', id: runId });
  const id = readGuid(runId);
  return { session, run: (id === undefined ? null : await read(id)) ?? notFound() };
}
