import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import classes from './steps.module.css';

const steps = ['signIn', 'confirm', 'approve', 'check'] as const;

/** How far the person has come. @param now the step they stand at */
export async function Steps({ now }: { now: (typeof steps)[number] }): Promise<ReactNode> {
  const t = await getTranslations('connect.steps');
  const position = steps.indexOf(now);
  return (
    <ol className={classes.steps} aria-label={t('label')}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === position ? 'step' : undefined} data-done={index < position || undefined}>
          <span className={classes.number} aria-hidden="true">
            {index < position ? '✓' : index + 1}
          </span>
          <span className={classes.name}>{t(step)}</span>
        </li>
      ))}
    </ol>
  );
}
