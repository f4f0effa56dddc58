/**
 * The values as one parameter for `unnest`: an array literal of PostgreSQL. It is a third shorter than the same rows as JSON, and read in half the
 * time. Characters PostgreSQL cannot store, which a directory may well hold, become U+FFFD.
 */
export function asArray(values: readonly (string | boolean | null)[]): string {
  const json = JSON.stringify(values);
  // The two notations differ in their brackets, and in what stands after a backslash; few columns hold any.
  return json.includes('\\') ? `{${values.map(asElement).join(',')}}` : `{${json.slice(1, -1)}}`;
}

function asElement(value: string | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const storable = value.replaceAll('\0', '\ufffd').toWellFormed();
  return `"${storable.replaceAll(/["\\]/g, '\\$&')}"`;
}
