import type { ReactNode } from 'react';
import { services } from '../server/services.ts';
import { Mark } from '../theme/logo.tsx';
import classes from './brand.module.css';

/** Whose product this is: the logo and name from the settings. */
export function Brand(): ReactNode {
  const { BRAND_NAME, BRAND_LOGO } = services().settings;
  return (
    <span className={classes.brand}>
      {/* biome-ignore lint/performance/noImgElement: the logo may live on any host, which Next's image service must not fetch from. */}
      {BRAND_LOGO === undefined ? <Mark /> : <img src={BRAND_LOGO} alt="" className={classes.logo} referrerPolicy="no-referrer" />}
      <span>{BRAND_NAME}</span>
    </span>
  );
}
