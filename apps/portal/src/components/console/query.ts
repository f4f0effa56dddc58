/** What a page reads from its address. A value given several times counts once: the first. */
export type Query = Record<string, string | undefined>;

/** Next's search parameters as a flat query; empty values are left out. */
export async function readQuery(searchParams: Promise<Record<string, string | string[] | undefined>>): Promise<Query> {
  const entries = Object.entries(await searchParams).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

/** The words of a comma-separated value that are in `allowed`; undefined when none is, so that a mistyped filter does not empty the list. */
export function readWords<Word extends string>(value: string | undefined, allowed: readonly Word[]): Word[] | undefined {
  const given = value?.split(',') ?? [];
  const words = allowed.filter((word) => given.includes(word));
  return words.length > 0 ? words : undefined;
}

/** An address with a changed query. Another filter begins at the first page again, so `after` is dropped unless the change names it. */
export function hrefWith(path: string, query: Query, change: Query): string {
  const { after: _after, ...kept } = query;
  const entries = Object.entries({ ...kept, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = new URLSearchParams(entries).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The comma-separated value with one word put in or taken out; undefined when nothing is left. */
export function toggleWord(value: string | undefined, word: string): string | undefined {
  const words = new Set(value?.split(',').filter((given) => given !== ''));
  if (!words.delete(word)) words.add(word);
  return words.size > 0 ? [...words].join(',') : undefined;
}

/** A GUID, in small letters; undefined when the text is none. */
export function readGuid(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
}
