import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allOperations } from './all-operations.ts';
import { openApiDocument } from './openapi-document.ts';

const folder = `${import.meta.dirname}/..`;
const document = JSON.parse(JSON.stringify(openApiDocument('https://portal.example')));
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Method and path of every route handler under /api/v1, as their files say. */
function routesOfFiles(): string[] {
  return globSync('**/route.ts', { cwd: folder }).flatMap((file) => {
    const path = `/${file.replace(/\/route\.ts$/, '')}`.replace(/\[(\w+)\]/g, '{$1}');
    const [, offered = ''] = /offer\((\{.*\})\)/s.exec(readFileSync(`${folder}/${file}`, 'utf8')) ?? [];
    return [...offered.matchAll(/(GET|POST|PUT|PATCH|DELETE):/g)].map(([, method]) => `${method?.toLowerCase()} ${path}`);
  });
}

function operationsOf(value: typeof document): { key: string; operation: Record<string, unknown> }[] {
  return Object.entries<Record<string, Record<string, unknown>>>(value.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ key: `${method} ${path}`, operation: item[method] ?? {} })),
  );
}

test('the document is OpenAPI 3.1 and names this installation', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(document.servers).toEqual([{ url: 'https://portal.example/api/v1' }]);
  expect(document.components.securitySchemes.apiKey).toMatchObject({ type: 'http', scheme: 'bearer' });
});

test('every route is described and every description has a route', () => {
  const described = operationsOf(document).map(({ key }) => key);
  expect(described.toSorted()).toEqual(routesOfFiles().toSorted());
  expect(described).toHaveLength(allOperations.length + 2);
});

test('each operation has an id of its own, a summary and a good answer', () => {
  const operations = operationsOf(document).map(({ operation }) => operation);
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(operations.length);
  for (const { summary, responses } of operations) {
    expect(summary).toMatch(/\w/);
    expect(Object.keys(responses as object).some((status) => /^20\d$/.test(status))).toBe(true);
  }
});

test('every parameter of a path is described, and required', () => {
  for (const { key, operation } of operationsOf(document)) {
    const named = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = (operation.parameters ?? []) as { in: string; name: string; required?: boolean }[];
    const described = parameters.filter((parameter) => parameter.in === 'path');
    expect(described.map(({ name }) => name)).toEqual(named);
    expect(described.every(({ required }) => required)).toBe(true);
  }
});

test('every reference leads to a component', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name ?? '',
  );
  expect(references.length).toBeGreaterThan(5);
  for (const name of references) expect(document.components.schemas).toHaveProperty(name);
});

test('tenants and runs have the fields that scripts rely on, and instants are text', () => {
  const { Tenant, Run } = document.components.schemas;
  for (const field of ['id', 'tenantId', 'name', 'state', 'externalRef']) expect(Tenant.properties).toHaveProperty(field);
  for (const field of ['id', 'tenantId', 'job', 'state']) expect(Run.properties).toHaveProperty(field);
  expect(Tenant.properties.createdAt).toMatchObject({ type: 'string', format: 'date-time' });
});
