import type { Overview } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import { Banner } from '../banner.tsx';

/** What stops the whole fleet: our own credential refused, or our app throttled in all tenants, or no worker alive. */
export function FleetBanners({ overview }: { overview: Overview }) {
  const { credentialBrokenSince, credentialErrorCode, notBefore, workers } = overview;
  const broken = errorText(credentialErrorCode ?? 'credential-broken');
  return (
    <>
      {credentialBrokenSince !== null && (
        <Banner tone="bad" title="Our own credential is refused. Every run is held.">
          Since <Instant at={credentialBrokenSince} relative />. {broken.what} {broken.todo} <code>{broken.code}</code>
        </Banner>
      )}
      {notBefore !== null && (
        <Banner tone="wait" title="Microsoft throttles our app in all tenants.">
          Work goes on by itself <Instant at={notBefore} relative />.
        </Banner>
      )}
      {!workers.some(({ alive }) => alive) && (
        <Banner tone="bad" title="No worker is alive.">
          Nothing runs until one is started. What is queued stays queued.
        </Banner>
      )}
    </>
  );
}
