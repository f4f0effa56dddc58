import { expect, test } from 'vitest';
import { sortGroupPage } from './sort-group-page.ts';

const [group, other, ada, bob] = ['1', '2', 'a', 'b'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
  string,
];
const user = (id: string) => ({ id, '@odata.type': '#microsoft.graph.user' });
const leaver = (id: string) => ({ ...user(id), '@removed': { reason: 'deleted' } });

test('the slices of a large group are merged, and the last word on a member counts', () => {
  const page = sortGroupPage([
    { id: group, displayName: 'Large', 'members@delta': [user(ada), leaver(bob)] },
    { id: group, 'members@delta': [user(bob)] },
    { id: group, 'members@delta': [leaver(ada)] },
  ]);
  expect(page.present).toHaveLength(1);
  expect(page.present[0]).toMatchObject({ id: group, displayName: 'Large' });
  expect(page.membersAdded).toEqual([{ groupId: group, memberId: bob, memberType: 'user' }]);
  expect(page.membersRemoved).toEqual([{ groupId: group, memberId: ada }]);
});

test('a group that is removed takes along what the page said of it before', () => {
  const page = sortGroupPage([
    { id: group, displayName: 'Gone', 'members@delta': [user(ada)] },
    { id: other, displayName: 'Stays' },
    { id: group, '@removed': { reason: 'changed' } },
  ]);
  expect(page).toMatchObject({ removed: [group], present: [{ id: other }], membersAdded: [], membersRemoved: [] });
});

test('a group that is removed and comes back begins without its former members', () => {
  const page = sortGroupPage([
    { id: group, 'members@delta': [user(ada)] },
    { id: group, '@removed': { reason: 'changed' } },
    { id: group, displayName: 'Back', 'members@delta': [user(bob)] },
  ]);
  expect(page.removed).toEqual([group]);
  expect(page.present).toMatchObject([{ id: group, displayName: 'Back' }]);
  expect(page.membersAdded).toEqual([{ groupId: group, memberId: bob, memberType: 'user' }]);
});

test('a member whose type we may not see is kept with an unknown one', () => {
  const page = sortGroupPage([{ id: group, 'members@delta': [{ id: ada }] }]);
  expect(page.membersAdded).toEqual([{ groupId: group, memberId: ada, memberType: 'unknown' }]);
});
