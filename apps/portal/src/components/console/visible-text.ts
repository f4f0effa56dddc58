/** A part of a text; `mark` is the code point of a character that would not be seen, or would change how the rest is read. */
export interface TextPart {
  text: string;
  mark: boolean;
}

// Controls, format characters (bidi overrides and isolates, zero-width characters), line and paragraph separators, unpaired surrogates.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const cut = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])/u;

/** Cuts a text that somebody else wrote into plain parts and marks for its unseen characters, such as `U+202E`. */
export function visibleParts(text: string): TextPart[] {
  return text
    .split(cut)
    .filter((part) => part !== '')
    .map((part) => (unseen.test(part) ? { text: codePoint(part), mark: true } : { text: part, mark: false }));
}

/** The same as one string, for places that hold text only. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map(({ text: part, mark }) => (mark ? `[${part}]` : part))
    .join('');
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
