/**
 * What Entra says when it refuses: the OAuth error word, the AADSTS number, the HTTP status of the token endpoint and a text for people.
 * Numbers and meanings: reference-error-codes.md; the texts are the emulator's own wording of them.
 */
export interface Refusal {
  readonly aadsts: number;
  readonly error: string;
  readonly status: 400 | 401;
  readonly text: string;
}

const make = (aadsts: number, error: string, text: string, status: 400 | 401 = 400): Refusal => ({ aadsts, error, status, text });

export const refusals = {
  missingParameter: (name: string) =>
    make(900144, 'invalid_request', `The request body must contain the following parameter: '${name}'.`),
  wrongVerb: (method: string) =>
    make(900561, 'invalid_request', `The endpoint only accepts POST requests. Received a ${method} request.`),
  flowExpired: () =>
    make(50089, 'invalid_request', 'Authentication failed because the sign-in page is too old. Start again from the app.'),
  tenantNotFound: (segment: string) =>
    make(
      90002,
      'invalid_request',
      `Tenant '${segment}' not found. Check that the tenant id is right and that you are signing in to the right cloud.`,
    ),
  appNotFound: (clientId: string, directory: string) =>
    make(
      700016,
      'unauthorized_client',
      `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    ),
  noReplyAddress: (clientId: string) =>
    make(500113, 'invalid_request', `No reply address is registered for the application '${clientId}'.`),
  redirectMismatch: (redirectUri: string, clientId: string) =>
    make(
      50011,
      'invalid_request',
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
    ),
  commonNotSupported: (clientId: string, name: string) =>
    make(
      90130,
      'invalid_request',
      `Application '${clientId}' (${name}) is not supported over the /common or /consumers endpoints. Use the /organizations or tenant-specific endpoint instead.`,
    ),
  singleTenantApp: (clientId: string, name: string) =>
    make(
      50194,
      'invalid_request',
      `Application '${clientId}' (${name}) is not configured as a multi-tenant application. Use a tenant-specific endpoint.`,
    ),
  unknownScope: (name: string, clientId: string) =>
    make(
      650053,
      'invalid_client',
      `The application '${clientId}' asked for scope '${name}' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'.`,
    ),
  invalidScope: (scope: string) =>
    make(
      70011,
      'invalid_scope',
      `The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    ),
  scopeNotDefault: (scope: string) =>
    make(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  severalResources: (scope: string) =>
    make(700022, 'invalid_request', `The provided value for the input parameter 'scope' can name one resource only: ${scope}.`),
  resourceNotFound: (resource: string, tenant: string) =>
    make(500011, 'invalid_resource', `The resource principal named ${resource} was not found in the tenant named ${tenant}.`),
  nothingToConsentTo: (clientId: string) =>
    make(
      650056,
      'invalid_client',
      `Misconfigured application. The application '${clientId}' lists no permission for the resource.`,
    ),
  adminApprovalNeeded: (name: string) =>
    make(90094, 'access_denied', `The grant requires admin permission. Ask an administrator to grant permission to '${name}'.`),
  declined: () => make(65004, 'consent_required', 'User declined to consent to access the app.'),
  consentRequired: (clientId: string, name: string) =>
    make(
      65001,
      'consent_required',
      `The user or administrator has not consented to use the application with ID '${clientId}' named '${name}'.`,
    ),
  notSignedIn: () => make(50058, 'login_required', 'A silent sign-in request was sent but no user is signed in.'),
  foreignAccount: (username: string, tenant: string) =>
    make(
      50020,
      'invalid_request',
      `User account '${username}' does not exist in tenant '${tenant}' and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.`,
    ),
  accountNotFound: (username: string, tenant: string) =>
    make(50034, 'invalid_request', `The user account ${username} does not exist in the ${tenant} directory.`),
  personalAccount: (username: string) =>
    make(500208, 'invalid_request', `'${username}' is not a valid login for the account type. Use a work or school account.`),
  // application-sign-in troubleshooting: what a personal account meets on the admin consent page.
  personalAccountConsent: () => make(900144, 'invalid_request', "The request must include a 'response_type' parameter."),
  responseTypeNotSupported: (type: string) =>
    make(700054, 'unsupported_response_type', `response_type '${type}' is not enabled for the application.`),
  responseModeNotSupported: (mode: string) =>
    make(70007, 'invalid_request', `'${mode}' is not a supported value of 'response_mode'.`),
  badInput: (name: string) => make(90013, 'invalid_request', `Invalid input received from the user: '${name}'.`),
  challengeMethodNotSupported: () => make(501491, 'invalid_request', 'Invalid size or method of the code_challenge parameter.'),
  grantTypeNotSupported: (type: string) =>
    make(70003, 'unsupported_grant_type', `The app requested an unsupported grant type '${type}'.`),
  grantNotOnThisEndpoint: (segment: string) =>
    make(
      9001023,
      'invalid_request',
      `The grant type is not supported over the /${segment} endpoint. Use a tenant-specific endpoint.`,
    ),
  noClientAuthentication: () =>
    make(
      7000218,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      401,
    ),
  wrongSecret: (clientId: string) =>
    make(
      7000215,
      'invalid_client',
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
      401,
    ),
  expiredSecret: (clientId: string) =>
    make(7000222, 'invalid_client', `The provided client secret keys for app '${clientId}' are expired.`, 401),
  badAssertion: (reason: string) =>
    make(700027, 'invalid_client', `Client assertion failed signature validation. [Reason - ${reason}]`, 401),
  assertionOutsideItsTime: () => make(700024, 'invalid_client', 'Client assertion is not within its valid time range.', 401),
  assertionOfAnotherApp: () =>
    make(700021, 'invalid_client', "Client assertion application identifier doesn't match 'client_id' parameter.", 401),
  assertionForAnotherAudience: () =>
    make(700023, 'invalid_client', 'Client assertion audience claim does not match the realm issuer.', 401),
  unreadableAssertion: () => make(50027, 'invalid_client', 'JWT token is invalid or malformed.', 401),
  noFederatedCredential: () =>
    make(70021, 'invalid_client', 'No matching federated identity record found for presented assertion.', 401),
  noServicePrincipal: (clientId: string, tenantId: string) =>
    make(
      7000229,
      'invalid_client',
      `The client application '${clientId}' is missing service principal in the tenant '${tenantId}'.`,
      401,
    ),
  appDisabled: (clientId: string, name: string) =>
    make(7000112, 'unauthorized_client', `Application '${clientId}' (${name}) is disabled.`),
  unknownCode: () => make(9002313, 'invalid_grant', 'Invalid request. Request is malformed or invalid.'),
  codeAlreadyRedeemed: () =>
    make(54005, 'invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'),
  codeExpired: () =>
    make(70008, 'invalid_grant', 'The provided authorization code or refresh token has expired due to inactivity.'),
  codeOfAnotherApp: (clientId: string) =>
    make(
      700005,
      'invalid_grant',
      `The provided authorization code was not issued to the application '${clientId}' in this tenant.`,
    ),
  redirectDiffers: (redirectUri: string) =>
    make(
      500112,
      'invalid_client',
      `The reply address does not match the reply address '${redirectUri}' provided when requesting Authorization code.`,
    ),
  wrongVerifier: () =>
    make(501481, 'invalid_grant', 'The code_verifier does not match the code_challenge supplied in the authorization request.'),
} as const;

/** The refusal a fault rule names. */
export const askedForByFault = (fault: { error: string; aadsts: number }): Refusal => ({
  ...fault,
  status: 400,
  text: 'This refusal was asked for by a fault rule.',
});
