import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Operation } from '../_door/operation.ts';
import { problemDocument } from '../_door/problem.ts';
import { allOperations } from './all-operations.ts';

const problemAnswer = {
  description: 'A problem document: its `detail` says what is wrong.',
  content: { 'application/problem+json': { schema: problemDocument } },
};

/**
 * The OpenAPI 3.1 description of the API, made from the schemas its handlers check by.
 *
 * @param publicUrl the portal's origin
 */
export function openApiDocument(publicUrl: string) {
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Tenantry',
        version: '1',
        description:
          'Tenants, their directories and the runs of jobs. Lists are keyset-paged: hand `next` back as `after`. Errors are problem documents of RFC 9457.',
      },
      servers: [{ url: `${publicUrl}/api/v1` }],
      security: [{ apiKey: [] }],
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key with the scope `read`, and `run` for what changes something.',
          },
        },
      },
      paths: { ...operationPaths(), '/events': eventsPath, '/openapi.json': descriptionPath },
    },
    {
      override: ({ jsonSchema, zodSchema }) => {
        // Instants are Date objects in the handlers and text on the wire.
        if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      },
    },
  );
}

function operationPaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of allOperations) {
    paths[operation.route] = { ...paths[operation.route], [operation.method]: describe(operation) };
  }
  return paths;
}

function describe({ id, summary, scope, path, query, body, answer }: Operation): ZodOpenApiOperationObject {
  return {
    operationId: id,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    requestParams: { ...(path && { path }), ...(query && { query }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [answer.status]: { description: answer.description, ...(answer.schema && { content: contentOf(answer) }) },
      default: problemAnswer,
    },
  };
}

function contentOf({ schema, streams = [] }: Operation['answer']) {
  const text = { schema: { type: 'string' as const } };
  return {
    ...(schema && { 'application/json': { schema } }),
    ...Object.fromEntries(streams.map((mediaType) => [mediaType, text])),
  };
}

const eventsPath: ZodOpenApiPathsObject[string] = {
  get: {
    operationId: 'events',
    summary: 'Changes as they happen, as server-sent events',
    description:
      'Each `data` is one JSON object: `{"kind":"run","runId","tenantId"}`, `{"kind":"tenant","tenantId"}`, `{"kind":"batch","batchId"}`, `{"kind":"fleet"}`, or `{"kind":"everything"}` when changes may have been missed. An event named `ended` comes last when the caller may hear no more. Read the rows anew after connecting. Needs the scope `read`.',
    responses: {
      200: { description: 'A stream without an end.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      default: problemAnswer,
    },
  },
};

const descriptionPath: ZodOpenApiPathsObject[string] = {
  get: {
    operationId: 'openapi',
    summary: 'This document',
    security: [],
    responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } } },
  },
};
