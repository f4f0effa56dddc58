import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react';
import type { ConnectionView } from '@tenantry/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { visibleText } from '../../../components/visible-text.ts';
import { CodeExplanation } from '../parts/explanation.tsx';
import { Actions, Panel } from '../parts/panel.tsx';

const shown = ['pending', 'declined', 'failed', 'expired'] as const;
type ShownState = (typeof shown)[number];

/** A request whose outcome the connection's own state does not tell. */
interface ShownRequest extends NonNullable<ConnectionView['latestRequest']> {
  state: ShownState;
}

const day = 24 * 3_600_000;

/** The newest request, if it says something beside the state: open or without success, and not from before the last day. */
export function requestToShow(view: ConnectionView | null, now: Date): ShownRequest | null {
  const request = view?.latestRequest ?? null;
  if (view === null || request === null) return null;
  const state = shown.find((one) => one === request.state);
  const recent = view.state === null || now.getTime() - request.createdAt.getTime() < day;
  return state === undefined || !recent ? null : { ...request, state };
}

/** How the newest request stands or ended. @param main whether the page is about nothing else */
export function RequestPanel(props: { request: ShownRequest; mayAct: boolean; main: boolean }): ReactNode {
  const { request, mayAct, main } = props;
  const t = useTranslations('connect.status');
  const pending = request.state === 'pending';
  // The explanation of a refusal says all that the state's own text would.
  const explained = request.state === 'declined' && request.outcomeCode !== null;
  return (
    <Panel
      main={main}
      tone={pending ? 'busy' : 'attention'}
      icon={pending ? <IconHourglass size={20} /> : <IconAlertTriangle size={20} />}
      title={t(`request.${request.state}.title`)}
    >
      {!explained && <p>{t(`request.${request.state}.text`, { name: visibleText(request.personName) })}</p>}
      {request.outcomeCode !== null && <CodeExplanation code={request.outcomeCode} correlationId={request.correlationId} />}
      {mayAct && (
        <Actions>
          <Button component="a" href="/connect/confirm" variant={main ? 'filled' : 'default'}>
            {t('retry')}
          </Button>
        </Actions>
      )}
    </Panel>
  );
}
