export interface SortedPage<Item> {
  gone: string[];
  present: Item[];
}

/**
 * Who is on a page and who left, after the last word on each: the same object may come twice ("Use delta query to track changes",
 * delta-query-overview.md). Where nobody left, the statement that writes the page keeps the last word by itself.
 */
export function sortPage<Item extends { id: string; '@removed'?: unknown }>(items: Item[]): SortedPage<Item> {
  if (items.every((item) => item['@removed'] === undefined)) return { gone: [], present: items };
  const last = [...new Map(items.map((item) => [item.id, item])).values()];
  return {
    gone: last.filter((item) => item['@removed'] !== undefined).map(({ id }) => id),
    present: last.filter((item) => item['@removed'] === undefined),
  };
}
