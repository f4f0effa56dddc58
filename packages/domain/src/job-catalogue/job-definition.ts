import type { z } from 'zod';

/** One column of a job's result rows: `key` names the property of the row. */
export interface ResultColumn {
  key: string;
  title: string;
  /** `date` is an ISO 8601 instant, `list` an array of texts. Any of them may be null: unknown. */
  kind: 'text' | 'number' | 'date' | 'boolean' | 'list';
}

export interface JobDefinition<Name extends string = string, Params extends z.ZodObject = z.ZodObject> {
  name: Name;
  title: string;
  summary: string;
  /** What a person may set; the form is drawn from it and every request is checked against it. */
  params: Params;
  /** Application permissions of Graph without which the job cannot run. */
  permissions: readonly string[];
  /** Permissions that show the job more. Without them it runs all the same and says what it could not see. */
  optionalPermissions: readonly string[];
  access: 'read' | 'write';
  lane: 'prompt' | 'bulk';
  startableByHand: boolean;
  /** The columns of the rows a run writes, in the order they are shown; empty for a job that writes none. */
  resultColumns: readonly ResultColumn[];
  /** Its page: `docs/jobs/<docs>.md`. */
  docs: string;
}

/** A definition whose parameters keep their types. */
export function defineJob<const Name extends string, Params extends z.ZodObject>(
  definition: JobDefinition<Name, Params>,
): JobDefinition<Name, Params> {
  return definition;
}
