import { Loader } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconHourglass,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { ConnectionState, ConnectionView } from '@tenantry/domain';
import { useFormatter, useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { Instant } from '../../../components/instant.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { provisionalTenantName } from '../../../server/consent-wish.ts';
import { services } from '../../../server/services.ts';
import type { TenantAdminSession } from '../../../server/session.ts';
import { CodeExplanation } from '../parts/explanation.tsx';
import { Facts, Panel } from '../parts/panel.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { measuredDuration } from './measured-duration.ts';
import { seenWhileSettling } from './seen-while-settling.ts';

const hour = 3_600_000;
/** Most approvals work within minutes; an hour is worth a look, and after a day the proof gives up. */
const usualMs = hour;
const longestMs = 24 * hour;

/** Reasons that the text of the state gives already. */
const saidByTheState = ['settling', 'awaiting-operator', 'permission-missing', 'not-granted'];

type Look = Pick<ComponentProps<typeof Panel>, 'tone' | 'icon'>;

const looks: Record<ConnectionState | 'none', Look> = {
  none: { tone: 'plain', icon: <IconCircleDashed size={20} /> },
  settling: { tone: 'busy', icon: <Loader size={18} /> },
  active: { tone: 'good', icon: <IconCheck size={20} /> },
  degraded: { tone: 'attention', icon: <IconAlertTriangle size={20} /> },
  not_granted: { tone: 'bad', icon: <IconPlugConnectedX size={20} /> },
  needs_consent: { tone: 'bad', icon: <IconPlugConnectedX size={20} /> },
  unclaimed: { tone: 'busy', icon: <IconHourglass size={20} /> },
  disconnected: { tone: 'plain', icon: <IconPlugConnectedX size={20} /> },
  erased: { tone: 'plain', icon: <IconPlugConnectedX size={20} /> },
  suspended: { tone: 'attention', icon: <IconPlayerPause size={20} /> },
};

/** What is true of the connection at this moment, and what can be done. */
export function ConnectionPanel(props: { session: TenantAdminSession; view: ConnectionView | null; now: Date }): ReactNode {
  const { session, view, now } = props;
  const t = useTranslations('connect.status');
  const format = useFormatter();
  const brand = services().settings.BRAND_NAME;
  const state = view?.state ?? 'none';
  const directory = view?.directory;
  const reason = view?.reasonCode && !saidByTheState.includes(view.reasonCode) ? view.reasonCode : null;
  return (
    <Panel main {...looks[state]} title={t(`${state}.title`, { brand })}>
      <p>{t(`${state}.text`, { brand })}</p>
      {view !== null && state === 'settling' && <Settling view={view} now={now} />}
      {state === 'active' && view !== null && view.propagationMs !== null && (
        <p>{t('active.measured', { duration: measuredDuration(format, view.propagationMs) })}</p>
      )}
      {reason !== null && <CodeExplanation code={reason} />}
      <Facts
        of={[
          [t('organisation'), visibleText(view?.tenantName ?? provisionalTenantName(session))],
          [t('tenantId'), <code key="id">{session.tenantId}</code>],
          [t('facts.since'), view?.stateSince && state !== 'settling' ? <Instant key="since" at={view.stateSince} /> : null],
          [t('facts.proven'), view?.provenAt ? <Instant key="proven" at={view.provenAt} relative /> : null],
          [t('facts.people'), directory?.userCount == null ? null : format.number(directory.userCount)],
          [t('facts.groups'), directory?.groupCount == null ? null : format.number(directory.groupCount)],
          [
            t('facts.read'),
            directory?.directorySyncedAt ? <Instant key="read" at={directory.directorySyncedAt} relative /> : null,
          ],
        ]}
      />
      <ConnectionActions state={state} standing={session.standing} />
    </Panel>
  );
}

/** The waiting: since when, what was seen, when the next look is, and when to worry. */
function Settling({ view, now }: { view: ConnectionView; now: Date }): ReactNode {
  const t = useTranslations();
  const { settlingSince, tries, lastTryAt, lastTryCode, nextTryAt } = view;
  const begun = (settlingSince ?? now).getTime();
  const long = now.getTime() - begun > usualMs;
  const worryAt = new Date(begun + (long ? longestMs : usualMs));
  return (
    <>
      {long && <p>{t('connect.status.settling.long')}</p>}
      <p>
        {t('connect.status.settling.worry')} <Instant at={worryAt} />
      </p>
      <Facts
        of={[
          [
            t('connect.status.facts.approved'),
            settlingSince === null ? null : <Instant key="approved" at={settlingSince} relative />,
          ],
          [t('connect.status.facts.checks'), String(tries)],
          [t('connect.status.facts.lastCheck'), lastTryAt === null ? null : <Instant key="last" at={lastTryAt} relative />],
          [
            t('connect.status.facts.nextCheck'),
            nextTryAt === null || nextTryAt <= now ? (
              t('connect.status.facts.underWay')
            ) : (
              <Instant key="next" at={nextTryAt} relative soon={t('connect.status.facts.soon')} />
            ),
          ],
          [t('connect.status.saw'), lastTryCode === null ? null : t(seenWhileSettling(lastTryCode))],
        ]}
      />
    </>
  );
}
