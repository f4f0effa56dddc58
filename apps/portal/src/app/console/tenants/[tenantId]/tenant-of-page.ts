import { findTenant, type TenantDetail } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { services } from '../../../../server/services.ts';
import { type OperatorSession, requireOperator } from '../../../../server/session.ts';

const read = cache((tenantId: string) => findTenant(services().db, tenantId));

/** Who asks and the tenant their page is about. Sends strangers to sign in; a tenant nobody knows is a 404. */
export async function tenantOfPage(
  params: Promise<{ tenantId: string }>,
): Promise<{ session: OperatorSession; tenant: TenantDetail }> {
  const { tenantId } = await params;
  const session = await requireOperator('Viewer', { to: 'tenant', id: tenantId });
  return { session, tenant: (await read(tenantId)) ?? notFound() };
}
