import { problem } from './problem.ts';

const methods = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const;

type Refusals = Record<(typeof methods)[number] | 'OPTIONS', () => Response>;

/**
 * The handlers of one address: those that are offered, and for every other method an answer of 405 that names them. Next answers HEAD by GET.
 *
 * @param offered handlers by method
 */
export function offer<Offered extends Partial<Record<(typeof methods)[number], unknown>>>(
  offered: Offered,
): Offered & Omit<Refusals, keyof Offered> {
  const allow = ['OPTIONS', ...Object.keys(offered), ...('GET' in offered ? ['HEAD'] : [])].sort().join(', ');
  const refuse = () => problem('method-not-allowed', `This address answers to ${allow}.`, { headers: { allow } });
  const refusals = Object.fromEntries(methods.map((method) => [method, refuse])) as Omit<Refusals, 'OPTIONS'>;
  return { ...refusals, OPTIONS: () => new Response(null, { status: 204, headers: { allow } }), ...offered };
}
