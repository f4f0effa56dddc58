import { z } from 'zod';

/** The fields every list takes. */
export function pagingFields(largest: number) {
  return {
    after: z.string().min(1).max(500).optional().meta({ description: '`next` of the page before.' }),
    limit: z.coerce.number().int().min(1).max(largest).default(100).meta({ description: 'Items on a page.' }),
  };
}

/** One page of a list. `next` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A comma-separated list of words out of `words`. */
export function listOf<const Words extends readonly [string, ...string[]]>(words: Words, description: string) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words)))
    .optional()
    .meta({ description: `${description} Comma-separated: ${words.join(', ')}.` });
}

export const guid = z.guid().toLowerCase();
export const instant = z.date();

/** A flag in a query. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
