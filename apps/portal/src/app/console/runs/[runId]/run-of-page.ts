import { findRun, type RunDetail } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { readGuid } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';

const read = cache((runId: string) => findRun(services().db, runId));

/** The run a page is about. Sends strangers to sign in; a run nobody knows is a 404. */
export async function runOfPage(params: Promise<{ runId: string }>): Promise<RunDetail> {
  const { runId } = await params;
  await requireOperator('Viewer', { to: 'run', id: runId });
  const id = readGuid(runId);
  return (id === undefined ? null : await read(id)) ?? notFound();
}
