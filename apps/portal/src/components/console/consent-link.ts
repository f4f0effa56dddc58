/** The link by which an administrator of a tenant we know approves again: it signs in at that very tenant. */
export function consentLink(publicUrl: string, tenantId: string): string {
  return `${publicUrl}/connect?tenant=${tenantId}`;
}
