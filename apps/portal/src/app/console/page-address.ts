/** What a page's address holds: the names in its path, and its query. */
export interface PageAddress<Name extends string = never> {
  params: Promise<Record<Name, string>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
