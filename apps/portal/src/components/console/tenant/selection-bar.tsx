'use client';

import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { counted } from '../figures.ts';
import classes from './selection-bar.module.css';

/** Stands in a form with checkboxes: while some are chosen it says how many, and sends the form. */
export function SelectionBar() {
  const bar = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);

  useEffect(() => {
    const form = bar.current?.closest('form');
    if (!form) return;
    const count = () => setChosen(form.querySelectorAll('input[type="checkbox"]:checked').length);
    // A reset clears the boxes only after its event.
    const countLater = () => setTimeout(count);
    form.addEventListener('change', count);
    form.addEventListener('reset', countLater);
    count();
    return () => {
      form.removeEventListener('change', count);
      form.removeEventListener('reset', countLater);
    };
  }, []);

  return (
    <div ref={bar} className={classes.bar} hidden={chosen === 0} role="status">
      <span>{counted(chosen, 'tenant')} selected</span>
      <Button type="reset" variant="subtle" size="xs" color="gray">
        Clear
      </Button>
      <Button type="submit" size="xs">
        Start a job
      </Button>
    </div>
  );
}
