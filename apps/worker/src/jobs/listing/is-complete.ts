/**
 * Whether a listing that met `seen` objects can be the whole of `counted`, the smaller of the counts before and after it. Counts lag behind a
 * little ("Advanced query capabilities on Microsoft Entra ID objects", aad-advanced-queries.md), but a missing page must always show.
 */
export function isComplete(seen: number, counted: number): boolean {
  return seen + Math.min(Math.floor(counted / 1000), 500) >= counted;
}
