import { directoryRoles, guestRole } from '../entra/directory-roles.ts';
import type { World } from '../world/world.ts';
import { accountIn, addCustomer, type NewAccount, type NewCustomer } from './add-customer.ts';

/** The id of the n-th customer of the demo, counted from 1. */
export const demoTenantId = (n: number): string => `c0000001-0000-4000-8000-${String(n).padStart(12, '0')}`;

const admin = (displayName: string): NewAccount => ({ username: 'admin', displayName, kind: 'global-admin' });
const roleAdmin = (displayName: string): NewAccount => ({ username: 'roles', displayName, kind: 'privileged-role-admin' });
const appAdmin = (displayName: string): NewAccount => ({ username: 'apps', displayName, kind: 'application-admin' });
const user = (displayName: string): NewAccount => ({ username: 'user', displayName, kind: 'user' });

const marta: NewAccount = admin('Marta Ellison');
const martasHome = { tenantId: demoTenantId(3), defaultDomain: 'northwind-dental.example' };

const second = 1000;

const customers: readonly NewCustomer[] = [
  {
    name: 'Kleinbäckerei Müller',
    defaultDomain: 'baeckerei-mueller.example',
    countryCode: 'DE',
    users: 3,
    accounts: [admin('Jürgen Müller'), appAdmin('Anja Groß'), user('Lena Weiß')],
  },
  {
    name: 'Café Étoile',
    defaultDomain: 'cafe-etoile.example',
    countryCode: 'FR',
    users: 12,
    accounts: [
      admin('Hélène Dupré'),
      appAdmin('Loïc Garçon'),
      // A name that would turn the rest of a line around (U+202E); pages must show it as what it is.
      user('Noémie \u202eeliaM'),
      // Marta looks after this café from her own organisation: a guest here, with an administrator role of this tenant.
      {
        username: accountIn(martasHome, marta).username,
        displayName: marta.displayName,
        kind: 'guest',
        homeTenantId: martasHome.tenantId,
        wids: [directoryRoles.globalAdministrator, guestRole],
      },
    ],
  },
  {
    name: 'Northwind Dental',
    defaultDomain: martasHome.defaultDomain,
    countryCode: 'US',
    premium: true,
    users: 48,
    accounts: [marta, roleAdmin('Priya Raman'), appAdmin('Tom O’Neill'), user('Chloe Park')],
    // A consent that takes its time, to be watched.
    propagation: { delayMs: 20 * second, flapping: false },
  },
  {
    name: '東雲システムズ株式会社',
    defaultDomain: 'shinonome.example',
    countryCode: 'JP',
    users: 180,
    accounts: [
      admin('佐藤 葵'),
      appAdmin('鈴木 蓮'),
      user('高橋 結衣'),
      // Holds a role of the tenant's own making: `wids` cannot tell what it allows.
      { username: 'delegate', displayName: '田中 湊', kind: 'custom-role' },
    ],
  },
  {
    name: 'Fjordkraft Østby AS',
    defaultDomain: 'fjordkraft-ostby.example',
    countryCode: 'NO',
    users: 900,
    accounts: [admin('Bjørn Østby'), appAdmin('Åse Nygård'), user('Sigrid Løken')],
    // 7 resource units in 10 seconds where Graph gives 8,000: fewer than the first request of a sync asks for, so it is throttled several times.
    throttle: { scale: 0.0009, retryAfterSeconds: 3 },
  },
  {
    name: 'Universidad Río Claro',
    defaultDomain: 'rio-claro.example',
    countryCode: 'ES',
    premium: true,
    users: 4000,
    accounts: [admin('Íñigo Peña'), roleAdmin('Begoña Núñez'), appAdmin('Raúl Gómez'), user('Lucía Ibáñez')],
  },
  {
    name: 'Städtische Kliniken Auental',
    defaultDomain: 'kliniken-auental.example',
    countryCode: 'DE',
    premium: true,
    users: 15_000,
    accounts: [admin('Dr. Käthe Jäger'), appAdmin('Björn Süß'), user('Mehmet Yıldız')],
  },
  {
    name: 'Meridian Logistics Group',
    defaultDomain: 'meridian-logistics.example',
    countryCode: 'US',
    premium: true,
    users: 60_000,
    accounts: [admin('Grace Okafor'), roleAdmin('Łukasz Wiśniewski'), appAdmin('Nikos Παπαδόπουλος'), user('Sofía Đặng')],
  },
];

const furtherCustomer = (n: number): NewCustomer => ({
  name: `Further Customer ${n}`,
  defaultDomain: `customer-${n}.example`,
  premium: n % 3 === 0,
  users: 5 + ((n * 37) % 300),
});

/**
 * The customers of the demo: eight from 3 to 60,000 users, and small ones after them.
 *
 * @param count how many; default eight
 */
export function addDemoCustomers(world: World, seed: number, count = customers.length): void {
  const usualPropagation = { delayMs: 3 * second, flapping: false };
  for (let n = 1; n <= count; n += 1) {
    const customer = customers[n - 1] ?? furtherCustomer(n);
    addCustomer(world, { propagation: usualPropagation, ...customer, tenantId: demoTenantId(n), seed });
  }
}
