import { z } from 'zod';
import type { Control } from './control.ts';

interface ObjectSchema {
  properties: Record<string, unknown>;
  required: string[];
}

/** The OpenAPI 3.1 document of these controls. */
export function describeControls(controls: readonly Control[], baseUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const control of controls) {
    paths[control.path] = { ...paths[control.path], [control.method]: describe(control) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Emulator controls',
      version: '1',
      description: 'What a test or a script can do to the emulator, and ask it.',
    },
    servers: [{ url: `${baseUrl}/_emulator` }],
    paths,
  };
}

function describe(control: Control): Record<string, unknown> {
  const schema = inputSchema(control);
  const inPath = [...control.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const others = Object.entries(schema.properties).filter(([name]) => !inPath.includes(name));
  const hasBody = control.method === 'post' || control.method === 'patch';
  const parameter = (name: string, where: 'path' | 'query') => ({
    name,
    in: where,
    required: where === 'path' || schema.required.includes(name),
    schema: schema.properties[name] ?? { type: 'string' },
  });
  const body = {
    type: 'object',
    properties: Object.fromEntries(others),
    required: schema.required.filter((name) => !inPath.includes(name)),
    additionalProperties: false,
  };
  return {
    summary: control.summary,
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(hasBody ? [] : others.map(([name]) => parameter(name, 'query'))),
    ],
    ...(hasBody && others.length > 0 ? { requestBody: { content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      '200': { description: 'Done; what it gives.' },
      '204': { description: 'Done.' },
      '400': { description: 'The input is not what this control takes.' },
      '404': { description: 'It names something that is not there.' },
      '409': { description: 'It is there already.' },
    },
  };
}

function inputSchema(control: Control): ObjectSchema {
  if (!control.input) return { properties: {}, required: [] };
  const { properties = {}, required = [] } = z.toJSONSchema(control.input, { io: 'input', unrepresentable: 'any' });
  return { properties, required };
}
