import { z } from 'zod';
import { wordsOf } from '../figures.ts';

interface FieldBase {
  name: string;
  label: string;
  description: string | undefined;
  required: boolean;
}

/** One field of a job's form, as plain data that travels to the browser. */
export type JobField =
  | (FieldBase & { kind: 'switch'; initial: boolean })
  | (FieldBase & { kind: 'number'; initial: number | ''; min: number | undefined; max: number | undefined; whole: boolean })
  | (FieldBase & { kind: 'choice'; initial: string; choices: string[] })
  | (FieldBase & { kind: 'text'; initial: string; longest: number | undefined })
  | (FieldBase & { kind: 'words'; initial: string[] });

interface Property {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

/**
 * The fields of the form for a job's parameters, drawn from their schema: yes-or-no, number, choice, text, and list of words. `title` and
 * `description` come from the schema's metadata.
 *
 * @throws Error for a parameter of any other kind, so that a job cannot ask for what nobody can fill in
 */
export function jobFields(params: z.ZodObject): JobField[] {
  const schema = z.toJSONSchema(params, { io: 'input' });
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property as Property, required.includes(name)),
  );
}

function fieldOf(name: string, property: Property, required: boolean): JobField {
  const base: FieldBase = { name, label: property.title ?? wordsOf(name), description: property.description, required };
  const given = property.default;
  switch (property.type) {
    case 'boolean':
      return { ...base, kind: 'switch', initial: given === true };
    case 'integer':
    case 'number': {
      const initial = typeof given === 'number' ? given : '';
      return {
        ...base,
        kind: 'number',
        initial,
        min: limit(property.minimum),
        max: limit(property.maximum),
        whole: property.type === 'integer',
      };
    }
    case 'string': {
      const initial = typeof given === 'string' ? given : '';
      if (property.enum) return { ...base, kind: 'choice', initial, choices: property.enum };
      return { ...base, kind: 'text', initial, longest: property.maxLength };
    }
    case 'array':
      return { ...base, kind: 'words', initial: Array.isArray(given) ? given.map(String) : [] };
    default:
      throw new Error(`the parameter ${name} cannot be drawn as a form field`);
  }
}

/** zod writes the limits of safe integers into every whole number; nobody needs to read those. */
function limit(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
}
