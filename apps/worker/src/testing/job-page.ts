import type { JobDefinition } from '@tenantry/domain';
import { z } from 'zod';

interface Property {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  items?: { format?: string };
}

/** What a job's page must say of its definition: the text of each section by its heading. */
export function generatedSections(job: JobDefinition): Record<string, string> {
  return { Permissions: permissions(job), Parameters: parameters(job.params), 'Result columns': columns(job) };
}

/** The sections of a page by their headings of the second level, and its title as the empty one. */
export function sectionsOf(page: string): Record<string, string> {
  const [title = '', ...sections] = page.split(/^## /m);
  return Object.fromEntries([
    ['', title.trim()],
    ...sections.map((section) => {
      const [heading = '', ...body] = section.split('\n');
      return [heading.trim(), body.join('\n').trim()];
    }),
  ]);
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function permissions(job: JobDefinition): string {
  if (job.permissions.length + job.optionalPermissions.length === 0) return 'None.';
  return table(
    ['Permission', 'Without it'],
    [
      ...job.permissions.map((permission) => [`\`${permission}\``, 'the run is held']),
      ...job.optionalPermissions.map((permission) => [`\`${permission}\``, 'the run sees less']),
    ],
  );
}

function parameters(params: z.ZodObject): string {
  const properties = Object.entries(z.toJSONSchema(params, { io: 'input' }).properties ?? {}) as [string, Property][];
  if (properties.length === 0) return 'None.';
  return table(
    ['Parameter', 'Kind', 'Default', 'Meaning'],
    properties.map(([name, property]) => [
      `\`${name}\``,
      kindOf(property),
      property.default === undefined ? 'required' : `\`${JSON.stringify(property.default)}\``,
      [property.title, property.description].filter(Boolean).join(': '),
    ]),
  );
}

function kindOf(property: Property): string {
  switch (property.type) {
    case 'boolean':
      return 'yes or no';
    case 'integer':
    case 'number':
      return `${property.type === 'integer' ? 'whole number' : 'number'}, ${property.minimum} to ${property.maximum}`;
    case 'array':
      return `list of ${property.items?.format === 'uuid' ? 'ids' : 'words'}, at most ${property.maxItems}`;
    default:
      return property.enum ? `one of ${property.enum.join(', ')}` : `text, at most ${property.maxLength} characters`;
  }
}

function columns({ resultColumns }: JobDefinition): string {
  if (resultColumns.length === 0) return 'None: the run has a summary, and no rows.';
  return table(
    ['Column', 'Title', 'Kind'],
    resultColumns.map(({ key, title, kind }) => [`\`${key}\``, title, kind]),
  );
}
