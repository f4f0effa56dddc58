import type { ReactNode } from 'react';
import { services } from '../server/services.ts';
import { Mark } from '../theme/logo.tsx';
import classes from './brand.module.css';

/** Whose product this is: the logo and name from the settings. */
export function Brand(): ReactNode {
  const { BRAND_NAME, BRAND_LOGO } = services().settings;
  return (
    <span className={classes.brand}>
      {BRAND_LOGO === undefined ? <Mark /> : <Logo address={BRAND_LOGO} />}
      <span>{BRAND_NAME}</span>
    </span>
  );
}

/** A plain image: it may live on any host, and Next's image service must not fetch from there. */
function Logo({ address }: { address: string }): ReactNode {
  // biome-ignore lint/performance/noImgElement: see above.
  return <img src={address} alt="" className={classes.logo} referrerPolicy="no-referrer" />;
}
