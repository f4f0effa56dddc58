import { expect, test } from 'vitest';
import { applyChange, readGuide } from './guide-steps.ts';

const change = { kind: 'change', file: 'a.ts', find: 'one\ntwo', put: 'one\nand\ntwo' } as const;

test('a guide is read piece by piece', () => {
  const guide = [
    '# A guide',
    '```ts a.ts',
    'one',
    '```',
    'Then',
    '```diff a.ts',
    ' one',
    '+and',
    '-gone',
    ' two',
    '```',
    '```sh',
    'x',
    'y',
    '```',
  ];
  expect(readGuide(guide.join('\n'))).toEqual([
    { kind: 'file', file: 'a.ts', text: 'one\n' },
    { ...change, find: 'one\ngone\ntwo' },
    { kind: 'commands', commands: ['x', 'y'] },
  ]);
});

test('a block that says nothing of its file is refused', () => {
  expect(() => readGuide('```ts\nx\n```')).toThrow('names no file');
});

test('a change is made where its lines stand, once', () => {
  expect(applyChange('zero\none\ntwo\n', change)).toBe('zero\none\nand\ntwo\n');
  expect(() => applyChange('zero\n', change)).toThrow('0 times');
  expect(() => applyChange('one\ntwo\none\ntwo\n', change)).toThrow('2 times');
});
