/** Controls, formats such as bidirectional and zero-width ones, separators and blank letters: what can make one name look like another. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/**
 * A name from somebody's directory in a form that hides nothing: each character that has no look of its own, or that reorders others, is
 * written as its code point, such as `[U+202E]`.
 */
export function visibleText(text: string): string {
  return text.replace(
    hidden,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
