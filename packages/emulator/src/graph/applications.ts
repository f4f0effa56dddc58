import type { AppCredential, DirectoryApplication } from '../directory/generated-applications.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { notFound } from './graph-refusal.ts';
import { answerListing } from './listing.ts';
import { contextOf } from './listing-page.ts';
import { allowOnly, isEventual, readFilter } from './odata-query.ts';
import { compileSelection, instant, type PropertyTable, quoted, type Selection } from './selection.ts';

/** resources/passwordcredential.md: the text of a secret is told once, when it is made, and never again. */
const secret = (credential: AppCredential) =>
  `{"customKeyIdentifier":null,"displayName":${quoted(credential.displayName)},"endDateTime":${instant(credential.endsAt)},` +
  `"hint":"${credential.keyId.slice(0, 3)}","keyId":"${credential.keyId}","secretText":null,"startDateTime":${instant(credential.startsAt)}}`;

/** resources/keycredential.md */
const certificate = (credential: AppCredential) =>
  `{"customKeyIdentifier":"${Buffer.from(credential.keyId).toString('base64').slice(0, 27)}=","displayName":${quoted(credential.displayName)},` +
  `"endDateTime":${instant(credential.endsAt)},"key":null,"keyId":"${credential.keyId}","startDateTime":${instant(credential.startsAt)},` +
  '"type":"AsymmetricX509Cert","usage":"Verify"}';

/** Properties of Graph's application (resources/application.md). */
const applicationProperties = (domain: string): PropertyTable<DirectoryApplication> => ({
  id: (app) => `"${app.id}"`,
  deletedDateTime: () => 'null',
  appId: (app) => `"${app.appId}"`,
  applicationTemplateId: () => 'null',
  createdDateTime: (app) => instant(app.createdAt),
  description: () => 'null',
  disabledByMicrosoftStatus: () => 'null',
  displayName: (app) => quoted(app.displayName),
  identifierUris: () => '[]',
  notes: () => 'null',
  publisherDomain: () => quoted(domain),
  signInAudience: (app) => `"${app.signInAudience}"`,
  tags: () => '[]',
  appRoles: () => '[]',
  requiredResourceAccess: () => '[]',
  passwordCredentials: (app) => `[${app.secrets.map(secret).join()}]`,
  keyCredentials: (app) => `[${app.certificates.map(certificate).join()}]`,
});

/** application-list.md: keyCredentials must be selected. */
const shownUnasked = Object.keys(applicationProperties('')).filter((name) => name !== 'keyCredentials');

const selectionOf = (call: GraphCall, select: string | null): Selection<DirectoryApplication> =>
  compileSelection(applicationProperties(call.tenant.defaultDomain), { select, defaults: shownUnasked, typeName: 'application' });

/** `GET /applications` (application-list.md) */
export async function listApplications(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$filter', '$skiptoken']);
  const { applications } = call.tenant.directory;
  const filtered = (text: string) => {
    const filter = readFilter(text, ['id', 'appId']);
    if (filter.by === 'id') return filter.ids.flatMap((id) => applications.find(id) ?? []);
    const wanted = filter.by === 'appId' ? filter.value.toLowerCase() : '';
    return applications.list(0, applications.count).filter((app) => app.appId === wanted);
  };
  return answerListing(call, {
    resource: 'applications',
    path: '/applications',
    of: '',
    entitySet: 'applications',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: (filter) => (filter === null ? applications.count : filtered(filter).length),
    page({ position: [position = 0], limit, select, filter }) {
      const selection = selectionOf(call, select);
      const found =
        filter === null
          ? applications.list(position, limit + 1)
          : filtered(filter)
              .filter((app) => app.index >= position)
              .slice(0, limit + 1);
      const next = found.length > limit ? [found.pop()?.index ?? 0] : null;
      return { items: found.map((app) => `{${selection.write(app)}}`), next };
    },
  });
}

/** `GET /applications/{id}` (application-get.md) */
export function getApplication(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const app = call.tenant.directory.applications.find(call.param('application'));
  if (!app) throw notFound(call.param('application'));
  const select = call.query.get('$select') ?? null;
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${contextOf('applications', select)}/$entity`);
  return { body: `{"@odata.context":${context},${selectionOf(call, select).write(app)}}` };
}
