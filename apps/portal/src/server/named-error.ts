/**
 * Whether an error is of a class, by its name.
 *
 * Next gives instrumentation and routes module graphs of their own, so a class can exist twice in one process, and what `services()` throws is
 * then no instance of the class that a route imports.
 */
export function isNamed<Kind extends Error>(error: unknown, name: string): error is Kind {
  return error instanceof Error && error.name === name;
}
