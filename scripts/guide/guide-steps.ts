/** One piece of a guide: a whole file, a change in one, or commands. */
export type Step =
  | { kind: 'file'; file: string; text: string }
  | { kind: 'change'; file: string; find: string; put: string }
  | { kind: 'commands'; commands: string[] };

/**
 * What a guide tells its reader to do, in its order: every fenced block that names a file, or that is shell.
 *
 * @throws Error for a block that is neither, because nobody would notice that it is wrong
 */
export function readGuide(markdown: string): Step[] {
  return [...markdown.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text = '']) => {
    if (language === 'sh' && file === undefined) return { kind: 'commands', commands: text.trim().split('\n') };
    if (file === undefined) throw new Error(`a block of ${language} names no file`);
    return language === 'diff' ? { kind: 'change', file, ...sidesOf(text) } : { kind: 'file', file, text };
  });
}

/** What a diff finds and what it puts there; lines begin with a space, a plus or a minus. */
function sidesOf(diff: string): { find: string; put: string } {
  const lines = diff.split('\n').filter((line) => line !== '');
  const side = (other: string) => lines.filter((line) => !line.startsWith(other)).map((line) => line.slice(1));
  return { find: side('+').join('\n'), put: side('-').join('\n') };
}

/** The text with the change in it. @throws Error unless what is to be found stands there exactly once */
export function applyChange(text: string, { file, find, put }: Extract<Step, { kind: 'change' }>): string {
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`${file} holds ${found} times, and not once:\n${find}`);
  return text.replace(find, () => put);
}
