/** The kind of a directory object by its `@odata.type`: `#microsoft.graph.user` is `user`. */
export function objectType(odataType: string | undefined): string {
  return odataType?.split('.').at(-1) ?? 'unknown';
}
