import messages from '../../../messages/console.en.json' with { type: 'json' };

const words = messages.console;

/** A word of a closed list with what it means. */
export interface Word {
  name: string;
  means: string;
}

export const connectionWords = words.connection;
export const runWords = words.run;
export const alertWords = words.alert;
export const batchWords = words.batch;
export const scheduleWords = words.schedule;
export const invitationWords = words.invitation;

/** The words for a yes or no of a result, where they say more than its name; undefined where they do not. */
export function resultWord(name: string): { name: string; yes: string; no: string } | undefined {
  return (words.result as Record<string, { name: string; yes: string; no: string }>)[name];
}

/** What a number in the summary of a job is called; undefined where its own name says it. */
export function countWord(job: string, name: string): string | undefined {
  return (words.counts as Record<string, Record<string, string>>)[job]?.[name];
}

/** The text for a value of one of the open lists; a value nobody has written a text for is shown as it is. */
export function wordFor(list: 'timeline' | 'trigger' | 'phase' | 'errorDomain' | 'skipped', value: string): string {
  return (words[list] as Record<string, string>)[value] ?? value;
}
