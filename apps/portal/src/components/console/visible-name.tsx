import { visibleText } from '../visible-text.ts';

/** A text that came from a directory, isolated from what stands around it and hiding nothing. */
export function VisibleName({ children }: { children: string }) {
  return <bdi>{visibleText(children)}</bdi>;
}
