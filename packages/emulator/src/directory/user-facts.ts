import type { DirectoryUser } from './directory-objects.ts';
import { mix32 } from './mixing.ts';
import { type Product, productsAtFirst, type Subscription } from './products.ts';

const day = 24 * 60 * 60 * 1000;

/** When somebody was last seen; null = not known, or never. (resources/signinactivity.md) */
interface SignIns {
  interactive: Date | null;
  nonInteractive: Date | null;
  successful: Date | null;
}

/** What is known of users besides their profile: computed from their traits, with what controls changed laid over it. */
export interface UserFacts {
  readonly subscriptions: readonly Subscription[];
  products(user: Pick<DirectoryUser, 'index' | 'traits' | 'userType'>): readonly Product[];
  signIns(user: DirectoryUser): SignIns;
  /** Authentication methods by the names of userRegistrationDetails. */
  methods(user: DirectoryUser): readonly string[];
  setProducts(index: number, skuPartNumbers: readonly string[]): void;
  /** As if the person had signed in then and never since; null = never at all. */
  setLastSignIn(index: number, at: Date | null): void;
  setMethods(index: number, methods: readonly string[]): void;
}

/** `bornAt` is the day the directory was made, from which all generated sign-ins count back. */
export function createUserFacts(options: { subscriptions: readonly Subscription[]; bornAt: () => Date }): UserFacts {
  const { subscriptions, bornAt } = options;
  const products = new Map<number, readonly Product[]>();
  const signIns = new Map<number, Date | null>();
  const methods = new Map<number, readonly string[]>();

  return {
    subscriptions,
    products: (user) =>
      products.get(user.index) ?? (user.userType === 'Guest' ? [] : productsAtFirst(subscriptions, user.traits)),
    signIns(user) {
      const given = signIns.get(user.index);
      if (given === undefined) return signInsAtFirst(user, bornAt().getTime());
      return { interactive: given, nonInteractive: given, successful: given };
    },
    methods: (user) => methods.get(user.index) ?? methodsAtFirst(user.traits),
    setProducts(index, skuPartNumbers) {
      const held = skuPartNumbers.flatMap((name) => subscriptions.find(({ product }) => product.skuPartNumber === name) ?? []);
      products.set(
        index,
        held.map(({ product }) => product),
      );
    },
    setLastSignIn: (index, at) => void signIns.set(index, at),
    setMethods: (index, given) => void methods.set(index, given),
  };
}

/** resources/signinactivity.md: kept from this day on, and not filled in for the time before. */
const successfulKnownFrom = Date.UTC(2023, 11, 1);

/** Most people were here this month, an eighth long ago, some never; who is disabled has not been seen for a while. */
function signInsAtFirst(user: DirectoryUser, bornMs: number): SignIns {
  const draw = mix32(user.traits ^ 0x51e1);
  const kind = draw % 100;
  if (kind < 3) return { interactive: null, nonInteractive: null, successful: null };
  const part = mix32(draw) / 0x1_0000_0000;
  const daysAgo = !user.accountEnabled ? 60 + part * 640 : kind < 15 ? 91 + part * 800 : part ** 3 * 45;
  const seen = Math.max(user.createdAt.getTime() + day, bornMs - daysAgo * day);
  const interactive = Math.floor(seen / 1000) * 1000;
  // Apps go on alone for some days after a person was here; a tenth has never used any.
  const later = Math.min(interactive + (mix32(draw ^ 7) % (3 * day)), bornMs - (mix32(draw ^ 11) % (day / 4)));
  const nonInteractive = kind % 10 === 4 ? null : Math.floor(Math.max(interactive, later) / 1000) * 1000;
  // The last attempt of one in twenty went wrong: it counts as an interactive sign-in all the same.
  const successful = kind % 20 === 9 ? nonInteractive : Math.max(interactive, nonInteractive ?? 0);
  return {
    interactive: new Date(interactive),
    nonInteractive: nonInteractive === null ? null : new Date(nonInteractive),
    successful: successful === null || successful < successfulKnownFrom ? null : new Date(successful),
  };
}

/** Of a hundred people so many, and what they have registered. (resources/userregistrationdetails.md) */
const habits: readonly (readonly [perHundred: number, methods: readonly string[]])[] = [
  [14, []],
  [6, ['email']],
  [12, ['mobilePhone']],
  [8, ['mobilePhone', 'email']],
  [36, ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']],
  [12, ['mobilePhone', 'microsoftAuthenticatorPush', 'softwareOneTimePasscode']],
  [7, ['windowsHelloForBusiness', 'microsoftAuthenticatorPush', 'softwareOneTimePasscode']],
  [5, ['fido2SecurityKey', 'microsoftAuthenticatorPasswordless', 'softwareOneTimePasscode']],
];
const bag = habits.flatMap(([perHundred, methods]) => Array.from({ length: perHundred }, () => methods));

const methodsAtFirst = (traits: number): readonly string[] => bag[mix32(traits ^ 0x3fa) % bag.length] ?? [];
