import { mix32 } from './mixing.ts';

/** A product a tenant can subscribe to. Ids as in "Product names and service plan identifiers for licensing". */
export interface Product {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly servicePlans: readonly (readonly [id: string, name: string])[];
}

const exchangeFoundation = ['113feb6c-3fe4-4440-bddc-54d774bf0318', 'EXCHANGE_S_FOUNDATION'] as const;
const exchangePlan1 = ['9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'EXCHANGE_S_STANDARD'] as const;
const exchangePlan2 = ['efb87545-963c-4e0d-99df-69c6916d9eb0', 'EXCHANGE_S_ENTERPRISE'] as const;
const exchangeKiosk = ['4a82b400-a79f-41a4-b4e2-e94f5787b113', 'EXCHANGE_S_DESKLESS'] as const;
const sharePoint1 = ['c7699d2e-19aa-44de-8edf-1736da088ca1', 'SHAREPOINTSTANDARD'] as const;
const sharePoint2 = ['5dbe027f-2339-4123-9542-606e4d348a72', 'SHAREPOINTENTERPRISE'] as const;
const teams = ['57ff2da0-773e-42df-b2af-ffb7a2317929', 'TEAMS1'] as const;
const officeApps = ['43de0ff5-c92c-492b-9116-175376d08c38', 'OFFICESUBSCRIPTION'] as const;
const officeBusiness = ['094e7854-93fc-4d55-b2c0-3ab5369ebdc1', 'OFFICE_BUSINESS'] as const;
const intune = ['c1ec4a95-1f05-45b3-a911-aa3fa01094f5', 'INTUNE_A'] as const;
const entraP1 = ['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'AAD_PREMIUM'] as const;
const entraP2 = ['eec0eb4f-6444-4f95-aba0-50c24d67f998', 'AAD_PREMIUM_P2'] as const;

const product = (skuPartNumber: string, skuId: string, ...servicePlans: Product['servicePlans'][number][]): Product => ({
  skuId,
  skuPartNumber,
  servicePlans,
});

const businessBasic = product(
  'O365_BUSINESS_ESSENTIALS',
  '3b555118-da6a-4418-894f-7df1e2096870',
  exchangePlan1,
  sharePoint1,
  teams,
);
const businessStandard = product(
  'O365_BUSINESS_PREMIUM',
  'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
  exchangePlan1,
  sharePoint1,
  teams,
  officeBusiness,
);
const businessPremium = product(
  'SPB',
  'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  exchangePlan1,
  sharePoint1,
  teams,
  officeBusiness,
  intune,
  entraP1,
);
const officeE1 = product('STANDARDPACK', '18181a46-0d4e-45cd-891e-60aabd171b4e', exchangePlan1, sharePoint1, teams);
const officeE3 = product('ENTERPRISEPACK', '6fd2c87f-b296-42f0-b197-1e91e994b900', exchangePlan2, sharePoint2, teams, officeApps);
const microsoft365F3 = product('SPE_F1', '66b55226-6b4f-492c-910c-a3b7a3c9d993', exchangeKiosk, teams, intune, entraP1);
const microsoft365E3 = product(
  'SPE_E3',
  '05e9a617-0261-4cee-bb44-138d3ef5d965',
  exchangePlan2,
  sharePoint2,
  teams,
  officeApps,
  intune,
  entraP1,
);
const microsoft365E5 = product(
  'SPE_E5',
  '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  exchangePlan2,
  sharePoint2,
  teams,
  officeApps,
  intune,
  entraP1,
  entraP2,
);
const entraIdP2 = product('AAD_PREMIUM_P2', '84a661c4-e949-4bd2-a560-ed7766fcaf2b', exchangeFoundation, entraP1, entraP2);
const visio = product('VISIOCLIENT', 'c5928f49-12ba-48f7-ada3-0d743a3601d5', exchangeFoundation, [
  '663a804f-1c30-4ff0-9915-9db84f0d1cea',
  'VISIO_CLIENT_SUBSCRIPTION',
]);
const powerBiFree = product('POWER_BI_STANDARD', 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235', exchangeFoundation, [
  '2049e525-b859-401b-b2a0-e0a31c4b1fe4',
  'BI_AZURE_P0',
]);

/** A product a tenant has, and who of its members gets it. */
export interface Subscription {
  readonly product: Product;
  /** Of a thousand members. A suite is given to those whose draw falls between its bounds, so that nobody holds two. */
  readonly from: number;
  readonly to: number;
  readonly isSuite: boolean;
  readonly capabilityStatus: 'Enabled' | 'Warning';
  readonly paidUnits: number;
}

type Offer = readonly [product: Product, perThousand: number];

/** Bought with this much to spare, in packs of five. */
const spare = 1.08;
/** What Microsoft gives away comes in units nobody uses up. */
const freeUnits = 1_000_000;

/** What a tenant of this size has subscribed to; Entra ID P1 or P2 is in it exactly when `premium` says so. */
export function subscriptionsOf(tenant: { premium: boolean; users: number }): Subscription[] {
  const { premium, users } = tenant;
  const isLarge = users >= 300;
  const [suites, extras] = isLarge ? (premium ? largePremium : large) : premium ? smallPremium : small;
  const paid = (perThousand: number) => Math.max(5, Math.ceil((users * perThousand * spare) / 1000 / 5) * 5);
  let from = 0;
  const inSuites = suites.map(([of, perThousand]): Subscription => {
    const to = from + perThousand;
    const made = { product: of, from, to, isSuite: true, capabilityStatus: 'Enabled', paidUnits: paid(perThousand) } as const;
    from = to;
    return made;
  });
  const added = extras.map(
    ([of, perThousand]): Subscription => ({
      product: of,
      from: 0,
      to: perThousand,
      isSuite: false,
      // A subscription that was not renewed lives on for a while (subscribedSku, capabilityStatus).
      capabilityStatus: of === visio && !premium && !isLarge ? 'Warning' : 'Enabled',
      paidUnits: of === powerBiFree ? freeUnits : paid(perThousand),
    }),
  );
  return [...inSuites, ...added];
}

type Catalogue = readonly [suites: readonly Offer[], extras: readonly Offer[]];

const small: Catalogue = [
  [
    [businessStandard, 620],
    [businessBasic, 250],
  ],
  [
    [powerBiFree, 120],
    [visio, 60],
  ],
];
const smallPremium: Catalogue = [
  [
    [businessPremium, 720],
    [businessBasic, 150],
  ],
  [
    [powerBiFree, 120],
    [visio, 40],
  ],
];
const large: Catalogue = [
  [
    [officeE3, 660],
    [officeE1, 190],
  ],
  [
    [powerBiFree, 140],
    [visio, 30],
  ],
];
const largePremium: Catalogue = [
  [
    [microsoft365E3, 550],
    [microsoft365E5, 120],
    [microsoft365F3, 200],
  ],
  [
    [entraIdP2, 50],
    [powerBiFree, 140],
    [visio, 30],
  ],
];

/** The products a member of these traits was given at the beginning. */
export function productsAtFirst(subscriptions: readonly Subscription[], traits: number): Product[] {
  const suite = mix32(traits ^ 0x5117) % 1000;
  const found: Product[] = [];
  for (let i = 0; i < subscriptions.length; i += 1) {
    const { product: of, from, to, isSuite } = subscriptions[i] as Subscription;
    const draw = isSuite ? suite : mix32(traits ^ (0xadd0 + i)) % 1000;
    if (draw >= from && draw < to) found.push(of);
  }
  return found;
}
