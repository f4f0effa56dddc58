import { GraphRefusal } from './graph-refusal.ts';

/** JSON text of each property of a kind of object; empty where this object does not have it. */
export type PropertyTable<T> = Readonly<Record<string, (object: T) => string>>;

/** The properties asked for, ready to be written many times. */
export interface Selection<T> {
  readonly names: readonly string[];
  /** `"id":"…","displayName":"…"`, without braces. */
  write(object: T): string;
  /** Only those of the selected properties that are also listed, and always the id. */
  writeOnly(object: T, names: ReadonlySet<string>): string;
}

/** Reads $select: null gives the defaults, `*` everything. Unknown names are refused as the OData parser does it. */
export function compileSelection<T>(
  table: PropertyTable<T>,
  options: {
    select: string | null;
    defaults: readonly string[];
    typeName: string;
    elsewhere?: readonly string[];
    alwaysId?: boolean;
  },
): Selection<T> {
  const asked =
    options.select === null
      ? options.defaults
      : namesIn(options.select).flatMap((name) => (name === '*' ? Object.keys(table) : [name]));
  const names = [...new Set(options.alwaysId ? ['id', ...asked] : asked)];
  const writers = names.map((name) => {
    const value = Object.hasOwn(table, name) ? table[name] : undefined;
    if (value) return { name, key: `"${name}":`, value };
    if (options.elsewhere?.includes(name)) {
      throw new GraphRefusal(501, 'NotImplemented', `The property '${name}' cannot be selected on a collection.`);
    }
    const text = `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${options.typeName}'.`;
    throw new GraphRefusal(400, 'BadRequest', text);
  });

  return {
    names,
    write(object) {
      let text = '';
      for (const { key, value } of writers) {
        const json = value(object);
        if (json !== '') text += text === '' ? key + json : `,${key}${json}`;
      }
      return text;
    },
    writeOnly: (object, only) =>
      writers
        .filter(({ name }) => name === 'id' || only.has(name))
        .map(({ key, value }) => ({ key, json: value(object) }))
        .filter(({ json }) => json !== '')
        .map(({ key, json }) => key + json)
        .join(),
  };
}

/** The names in a $select, trimmed. */
export const namesIn = (select: string): string[] =>
  select
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const needsEscape = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** JSON of a text or null; twice as fast as JSON.stringify for the names that make up most of a page. */
export const quoted = (text: string | null): string =>
  text === null ? 'null' : needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;

/** JSON of an instant in whole seconds, as the directory writes it. */
export const instant = (date: Date | null): string => (date === null ? 'null' : `"${date.toISOString().slice(0, 19)}Z"`);

/** Writes a small object whose properties are plain values. */
export function plainTable<T extends object>(example: T): PropertyTable<T> {
  return Object.fromEntries(
    (Object.keys(example) as (keyof T & string)[]).map((name) => [name, (object: T) => JSON.stringify(object[name])]),
  );
}
