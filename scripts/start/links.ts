import { styleText } from 'node:util';
import type { DataFolder } from './data-folder.ts';
import type { Cast, Customer } from './demo-cast.ts';
import type { Plan } from './plan.ts';

const strong = (text: string) => styleText('bold', text);
const soft = (text: string) => styleText('dim', text);
const row = (label: string, text: string) => `  ${label.padEnd(12)}${text}`;

/** Customers whose links are shown; a start without the demo leaves all of them. */
const mostShown = 3;

/** What to open now, and as whom. */
export function describeLinks(
  plan: Plan,
  data: DataFolder,
  apiKey: string,
  demo: { cast: Cast; waiting: { customer: Customer; link: string }[] } | null,
): string {
  const { portalUrl, emulatorUrl, settings } = plan;
  const console =
    demo === null
      ? [
          row(
            '',
            settings.OPERATOR_TENANT_ID
              ? 'sign in with a role of the sign-in registration'
              : 'closed until OPERATOR_TENANT_ID is set',
          ),
        ]
      : demo.cast.operators.map(({ username, role }) => row('', `${soft('sign in as')} ${username} ${soft(role)}`));
  const waiting = demo?.waiting ?? [];
  const customers = waiting
    .slice(0, mostShown)
    .flatMap(({ customer, link }) => [
      row('', `${strong(customer.name)}, ${customer.users} users`),
      row('', `  ${link}`),
      row('', `  ${customer.adminUsername} ${soft('may approve')}, ${customer.userUsername} ${soft('may not')}`),
    ]);
  if (waiting.length > mostShown) customers.push(row('', soft(`and ${waiting.length - mostShown} more in ${data.startFile}`)));
  const [first, ...others] = customers;
  return [
    '',
    strong('  Tenantry is up.'),
    '',
    row('Console', strong(`${portalUrl}/console`)),
    ...console,
    '',
    ...(first === undefined
      ? []
      : [row('Customers', 'left for you to connect, as their administrator would:'), first, ...others, '']),
    row('API', `curl -H 'Authorization: Bearer ${apiKey}' ${portalUrl}/api/v1/tenants`),
    row('', soft(`described at ${portalUrl}/api/v1/openapi.json`)),
    '',
    ...(emulatorUrl === null
      ? []
      : [row('Emulator', `${emulatorUrl} ${soft('people without passwords; what happened: /log')}`), '']),
    row('Logs', data.logs),
    row('Stop', 'Ctrl-C'),
    '',
  ].join('\n');
}
