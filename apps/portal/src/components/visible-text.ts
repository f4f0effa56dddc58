/** Controls, line and paragraph separators, zero-width and bidirectional characters: what can make one name look like another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g;

/**
 * A name from somebody's directory in a form that hides nothing: each character that has no look of its own, or that reorders others, is
 * written as its code point, such as `[U+202E]`.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
