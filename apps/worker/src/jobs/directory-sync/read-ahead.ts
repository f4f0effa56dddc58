/**
 * Asks for the next page while the consumer works on this one, as long as another page is wanted when this one comes. The page that is not
 * wanted any more is not asked for, so that nothing is read twice when a slice ends.
 */
export async function* readAhead<Page>(pages: AsyncIterable<Page>, wanted: () => boolean): AsyncGenerator<Page, void, undefined> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    for (let coming = iterator.next(); ; ) {
      const { value, done } = await coming;
      if (done) return;
      const ahead = wanted() ? iterator.next() : null;
      // Whoever never asks for this page does not learn of its failure.
      ahead?.catch(() => {});
      yield value;
      if (ahead === null) return;
      coming = ahead;
    }
  } finally {
    // Not awaited: it would wait for the page that is still under way.
    void iterator.return?.()?.catch(() => {});
  }
}
