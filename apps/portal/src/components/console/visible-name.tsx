import classes from './visible-name.module.css';
import { visibleParts } from './visible-text.ts';

/** A name that came from a directory, isolated from the text around it and with its unseen characters made visible. */
export function VisibleName({ children }: { children: string }) {
  return (
    <bdi>
      {visibleParts(children).map(({ text, mark }, index) => {
        const key = `${index}${text}`;
        return mark ? (
          <span key={key} className={classes.mark} title={`This name holds the unseen character ${text}.`}>
            {text}
          </span>
        ) : (
          text
        );
      })}
    </bdi>
  );
}
