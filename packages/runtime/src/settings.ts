import { z } from 'zod';
import { isLoopback, microsoftCloudOf } from './microsoft-cloud.ts';

const guid = z.guid({ error: (issue) => (issue.input === undefined ? undefined : 'is not a GUID') });

/** An address without path, query or trailing slash; plain http only on loopback. */
const origin = z.string().transform((text, context) => {
  if (!URL.canParse(text)) {
    context.addIssue({ code: 'custom', message: 'is not an address such as https://portal.example.com' });
    return z.NEVER;
  }
  const url = new URL(text);
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    context.addIssue({ code: 'custom', message: 'must be an origin: scheme, host and port alone' });
    return z.NEVER;
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(text))) {
    context.addIssue({ code: 'custom', message: 'must be https unless its host is loopback' });
    return z.NEVER;
  }
  return url.origin;
});

const webAddress = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is not a web address');
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgresql://' });
const redisUrl = z.string().regex(/^rediss?:\/\//, { error: 'must begin with redis:// or rediss://' });

const everyProcess = {
  DATABASE_URL: postgresUrl,
  REDIS_URL: redisUrl.optional(),
  ENTRA_BASE_URL: origin.default('https://login.microsoftonline.com'),
  GRAPH_BASE_URL: origin.default('https://graph.microsoft.com'),
  ENTRA_CLIENT_ID: guid,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  METRICS_TOKEN: z.string().min(16).optional(),
  // Named as in the "OpenTelemetry Environment Variable Specification"; the SDK reads them, and the rest of them, by itself.
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf', 'http/json', 'grpc']).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'zipkin', 'console', 'none']).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).optional(),
};

type Given = Record<string, string | undefined>;

/** Looked at even where other settings are wrong, so that one start lists every problem. */
const always = { when: () => true };

function oneCloud(settings: object): boolean {
  const { ENTRA_BASE_URL, GRAPH_BASE_URL } = settings as Given;
  return !ENTRA_BASE_URL || !GRAPH_BASE_URL || belongTogether({ ENTRA_BASE_URL, GRAPH_BASE_URL });
}

const notOneCloud = {
  ...always,
  path: ['GRAPH_BASE_URL'],
  message: 'and ENTRA_BASE_URL must belong to one Microsoft cloud, or both be loopback',
};

function belongTogether(bases: { ENTRA_BASE_URL: string; GRAPH_BASE_URL: string }): boolean {
  try {
    return Boolean(microsoftCloudOf(bases));
  } catch {
    return false;
  }
}

const credentialKinds = ['ENTRA_CLIENT_SECRET', 'ENTRA_CLIENT_CERTIFICATE_PATH', 'ENTRA_FEDERATED_TOKEN_FILE'];

function credentialsGiven(settings: object, suffix: '' | '_NEXT'): number {
  return credentialKinds.filter((kind) => (settings as Given)[`${kind}${suffix}`] !== undefined).length;
}

/** The portal refuses to start when it sees a credential of the directory registration. */
const notInPortal = z
  .string()
  .refine(() => false, 'must not be visible to the portal: this credential belongs to the worker alone')
  .optional();

/** What the portal reads from its environment. */
export const portalSettings = z
  .object({
    ...everyProcess,
    PUBLIC_URL: origin,
    SIGNIN_CLIENT_ID: guid,
    SIGNIN_CLIENT_SECRET: z.string(),
    OPERATOR_TENANT_ID: guid.optional(),
    CONNECT: z.enum(['invitation', 'open']).default('invitation'),
    SESSION_SECRET: z.string().min(32),
    BRAND_NAME: z.string().default('Tenantry'),
    BRAND_LOGO: webAddress.optional(),
    SUPPORT_URL: webAddress.optional(),
    PRIVACY_URL: webAddress.optional(),
    TERMS_URL: webAddress.optional(),
    ENTRA_CLIENT_SECRET: notInPortal,
    ENTRA_CLIENT_CERTIFICATE_PATH: notInPortal,
    ENTRA_FEDERATED_TOKEN_FILE: notInPortal,
    ENTRA_CLIENT_SECRET_NEXT: notInPortal,
    ENTRA_CLIENT_CERTIFICATE_PATH_NEXT: notInPortal,
    ENTRA_FEDERATED_TOKEN_FILE_NEXT: notInPortal,
  })
  .refine(oneCloud, notOneCloud);

/** What the worker reads from its environment. Exactly one credential must be set, and at most one as `…_NEXT`. */
export const workerSettings = z
  .object({
    ...everyProcess,
    ENTRA_CLIENT_SECRET: z.string().optional(),
    ENTRA_CLIENT_CERTIFICATE_PATH: z.string().optional(),
    ENTRA_FEDERATED_TOKEN_FILE: z.string().optional(),
    ENTRA_CLIENT_SECRET_NEXT: z.string().optional(),
    ENTRA_CLIENT_CERTIFICATE_PATH_NEXT: z.string().optional(),
    ENTRA_FEDERATED_TOKEN_FILE_NEXT: z.string().optional(),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(200).default(8),
    METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  })
  .refine(oneCloud, notOneCloud)
  .refine((settings) => credentialsGiven(settings, '') === 1, {
    ...always,
    path: ['ENTRA_CLIENT_SECRET'],
    message: `set exactly one of ${credentialKinds.join(', ')}`,
  })
  .refine((settings) => credentialsGiven(settings, '_NEXT') <= 1, {
    ...always,
    path: ['ENTRA_CLIENT_SECRET_NEXT'],
    message: `set at most one of ${credentialKinds.map((kind) => `${kind}_NEXT`).join(', ')}`,
  });
