/** A request Graph answers with an error; thrown by whatever notices, written out in one place. (concepts/errors.md) */
export class GraphRefusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 429 | 501;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: GraphRefusal['status'], code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string) => new GraphRefusal(400, 'Request_BadRequest', message);

export const unsupportedQuery = (message: string) => new GraphRefusal(400, 'Request_UnsupportedQuery', message);

export const notFound = (name: string) =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** How the reporting service refuses: seen for sign-in activity, audits and registration details, where the directory says RequestDenied. */
export const auditPermissionMissing = () =>
  new GraphRefusal(
    403,
    'Authentication_MSGraphPermissionMissing',
    'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API.',
  );

/** Without Entra ID P1 or P2 (howto-analyze-activity-logs-with-microsoft-graph.md) */
export const licenceMissing = () =>
  new GraphRefusal(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );

/** The body of an error. A throttled one has a shape of its own (concepts/throttling.md, sample response). */
export function refusalBody(refusal: GraphRefusal, at: { now: Date; requestId: string; clientRequestId: string }): string {
  const date = at.now.toISOString().slice(0, 19);
  const inner =
    refusal.status === 429
      ? { code: '429', date, message: 'Please retry after', 'request-id': at.requestId, status: '429' }
      : { date, 'request-id': at.requestId, 'client-request-id': at.clientRequestId };
  return JSON.stringify({ error: { code: refusal.code, message: refusal.message, innerError: inner } });
}
