/** A change that must never pass unnoticed. `edits` turn good code into bad; `noticedBy` is what has to fail. */
export interface Defect {
  name: string;
  edits: { file: string; find: string; put: string }[];
  /** Folders or files of tests that have to turn red, or the step of `npm run check` that has to fail. */
  noticedBy: string[] | { check: string };
}

const callback = 'packages/domain/src/consent/return-from-consent.ts';
const migration = 'prisma/migrations/20261121000000_foundation/migration.sql';

export const defects: Defect[] = [
  {
    name: 'state not bound to the browser',
    edits: [
      { file: callback, find: 'if (request.sessionId !== sessionId) return', put: 'if (request.sessionId === null) return' },
    ],
    noticedBy: ['packages/domain/src/consent'],
  },
  {
    name: 'tid not compared',
    edits: [
      { file: callback, find: 'claimedTenantId.toLowerCase() !== tenantId', put: 'claimedTenantId === tenantId.toUpperCase()' },
    ],
    noticedBy: ['packages/domain/src/consent'],
  },
  {
    name: 'error looked at after success',
    edits: [
      {
        file: 'packages/entra/src/consent/consent-callback.ts',
        find: "if (query.has('error') || query.has('error_subcode')) {",
        put: "if (query.get('admin_consent')?.toLowerCase() !== 'true' && query.has('error')) {",
      },
    ],
    noticedBy: ['packages/entra/src/consent'],
  },
  {
    name: 'callback lowers an active connection',
    edits: [
      {
        file: 'packages/domain/src/consent/open-settling.ts',
        find: "from: ['not_granted', 'needs_consent', 'disconnected', 'erased']",
        put: "from: ['active', 'not_granted', 'needs_consent', 'disconnected', 'erased']",
      },
      {
        file: 'packages/domain/src/connections/connection-states.ts',
        find: "active: ['degraded', 'needs_consent'",
        put: "active: ['settling', 'degraded', 'needs_consent'",
      },
    ],
    noticedBy: ['packages/domain/src/consent'],
  },
  {
    name: 'plain user reconnects a disconnected tenant',
    edits: [
      {
        file: 'packages/domain/src/consent/begin-consent.ts',
        find: "if (person.standing === 'not-admin') return 'not-admin';",
        put: '',
      },
    ],
    noticedBy: ['packages/domain/src/consent'],
  },
  {
    name: 'one policy dropped',
    edits: [
      {
        file: migration,
        find: "'directory_cursor', 'directory_user', 'directory_group', 'directory_membership', 'audit'",
        put: "'directory_cursor', 'directory_user', 'directory_membership', 'audit'",
      },
    ],
    noticedBy: ['packages/db'],
  },
  {
    name: 'fencing ignored',
    edits: [
      {
        file: 'packages/db/src/statements/run-claims.ts',
        find: 'and fence = ',
        put: 'and fence >= ',
      },
    ],
    noticedBy: ['packages/domain/src/runs'],
  },
  {
    name: 'deletions after a partial pass',
    edits: [
      {
        file: 'apps/worker/src/jobs/directory-sync/close-pass.ts',
        find: 'if (!enough || endLink === null) {',
        put: 'if (endLink === null) {',
      },
    ],
    noticedBy: ['apps/worker/src/jobs/directory-sync'],
  },
  {
    name: 'next link to another host followed',
    edits: [
      {
        file: 'packages/graph/src/link.ts',
        find: 'url.protocol !== base.protocol || url.host !== base.host',
        put: 'url.protocol !== base.protocol',
      },
    ],
    noticedBy: ['packages/graph'],
  },
  {
    name: 'empty token accepted',
    edits: [
      { file: 'packages/entra/src/tokens/token-answer.ts', find: "body.access_token !== '' && ", put: '' },
      {
        file: 'packages/entra/src/tokens/token-endpoint.ts',
        find: '!result?.accessToken || !result.expiresOn',
        put: '!result?.expiresOn',
      },
    ],
    noticedBy: ['packages/entra/src/tokens'],
  },
  {
    name: 'Retry-After ignored',
    edits: [
      {
        file: 'packages/domain/src/runs/failure-outcome.ts',
        find: 'failure.retryAfterMs === undefined\n            ?',
        put: 'failure.retryAfterMs !== null\n            ?',
      },
    ],
    noticedBy: ['packages/domain/src/runs'],
  },
  {
    name: 'operator role of a foreign tenant accepted',
    edits: [
      {
        file: 'packages/entra/src/consent/standing.ts',
        find: 'if (person.tenantId.toLowerCase() !== home || where.signInTenant.toLowerCase() !== home) return null;',
        put: 'if (home === person.oid) return null;',
      },
    ],
    noticedBy: ['packages/entra/src/consent'],
  },
  {
    name: 'portal imports graph',
    edits: [
      {
        file: 'apps/portal/src/server/same-origin.ts',
        find: '',
        put: "import { createGraph } from '@tenantry/graph';\nexport const graph = createGraph;\n",
      },
    ],
    noticedBy: { check: 'boundaries' },
  },
  {
    name: 'unused export',
    edits: [{ file: 'packages/domain/src/keyset.ts', find: '', put: 'export const nobodyNeedsThis = 1;\n' }],
    noticedBy: { check: 'dead code' },
  },
  {
    name: 'type error',
    edits: [{ file: 'packages/domain/src/keyset.ts', find: '', put: "const wrong: number = 'text';\nvoid wrong;\n" }],
    noticedBy: { check: 'types' },
  },
  {
    name: 'a setting missing from .env.example',
    edits: [{ file: '.env.example', find: 'SUPPORT_URL', put: 'SUPORT_URL' }],
    noticedBy: { check: '.env.example' },
  },
  {
    name: 'an unformatted file',
    edits: [{ file: 'packages/domain/src/keyset.ts', find: '', put: 'const   crooked = 1 ;\nvoid crooked;\n' }],
    noticedBy: { check: 'format and lint' },
  },
  {
    name: 'shipped code imports the emulator',
    edits: [
      {
        file: 'apps/worker/src/main.ts',
        find: '',
        put: "import { startEmulator } from '@tenantry/emulator';\nvoid startEmulator;\n",
      },
    ],
    noticedBy: { check: 'boundaries' },
  },
];
