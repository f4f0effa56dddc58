import type { BatchState, ConnectionState, RunState } from '@tenantry/domain';
import { StatusPill, type Tone } from './status-pill.tsx';
import { batchWords, connectionWords, invitationWords, runWords, scheduleWords } from './words.ts';

const connectionTones: Record<ConnectionState, Tone> = {
  settling: 'busy',
  active: 'good',
  degraded: 'wait',
  not_granted: 'bad',
  needs_consent: 'bad',
  unclaimed: 'wait',
  disconnected: 'quiet',
  erased: 'quiet',
  suspended: 'quiet',
};

const runTones: Record<RunState, Tone> = {
  queued: 'quiet',
  running: 'busy',
  waiting: 'wait',
  held: 'wait',
  succeeded: 'good',
  partial: 'wait',
  failed: 'bad',
  cancelled: 'quiet',
};

export function ConnectionBadge({ state, explained = true }: { state: ConnectionState; explained?: boolean }) {
  return <StatusPill word={connectionWords[state]} tone={connectionTones[state]} explained={explained} />;
}

export function RunBadge({ state, explained = true }: { state: RunState; explained?: boolean }) {
  return <StatusPill word={runWords[state]} tone={runTones[state]} explained={explained} />;
}

const batchTones: Record<BatchState, Tone> = { running: 'busy', paused: 'wait', ended: 'good', cancelled: 'quiet' };

/** A batch that ended with failures is not shown as good. */
export function BatchBadge({ state, failed }: { state: BatchState; failed: number }) {
  return <StatusPill word={batchWords[state]} tone={state === 'ended' && failed > 0 ? 'wait' : batchTones[state]} explained />;
}

const scheduleTones: Record<keyof typeof scheduleWords, Tone> = { on: 'good', off: 'quiet', problem: 'bad' };

export function ScheduleBadge({ standing }: { standing: keyof typeof scheduleWords }) {
  return <StatusPill word={scheduleWords[standing]} tone={scheduleTones[standing]} explained />;
}

export function InvitationBadge({ standing }: { standing: keyof typeof invitationWords }) {
  return <StatusPill word={invitationWords[standing]} tone={standing === 'open' ? 'good' : 'quiet'} explained />;
}
