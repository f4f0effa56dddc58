import type { Pause } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { Instant } from '../instant.tsx';
import classes from './banner.module.css';
import { Banner } from './banner.tsx';
import { VisibleName } from './visible-name.tsx';

/** Says that something is paused: by whom, since when and until when. `children` are what ends it. */
export function PauseBanner(props: { what: string; pause: Pause; names: Record<string, string>; children?: ReactNode }) {
  const { what, pause, names, children } = props;
  return (
    <Banner tone="wait" title={what}>
      By <VisibleName>{names[pause.by] ?? pause.by}</VisibleName>, <Instant at={pause.at} relative />.{' '}
      {pause.until === null ? (
        'It stays so until somebody resumes it.'
      ) : (
        <>
          It goes on by itself <Instant at={pause.until} relative />.
        </>
      )}
      {children !== undefined && <span className={classes.act}>{children}</span>}
    </Banner>
  );
}
