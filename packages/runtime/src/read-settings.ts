import type { z } from 'zod';

/** Settings that are missing or malformed. `problems` holds one sentence each, with the setting's name and never its value. */
export class SettingsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `These settings are missing or wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nSee .env.example for each of them.`,
    );
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Parses the environment once, at the start of a process.
 *
 * @param schema object schema whose keys are the names of the environment variables
 * @param environment usually `process.env`; an empty string counts as not set
 * @returns the parsed settings
 * @throws SettingsError naming every problem at once
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    parsed.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `${name} ${name in given || issue.code === 'custom' ? describe(issue) : 'is not set'}`;
    }),
  );
}

function describe(issue: z.core.$ZodIssue): string {
  // zod's own messages may quote what was received; ours are written by hand or made from the kind of the issue.
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small')
    return `must be at least ${issue.minimum}${issue.origin === 'string' ? ' characters long' : ''}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_format') return `is not a valid ${issue.format}`;
  return 'has the wrong form';
}
