import { jobCatalogue } from '@tenantry/domain';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jobFields } from './job-fields.ts';

test('every job of the catalogue has a form', () => {
  for (const job of Object.values(jobCatalogue)) expect(() => jobFields(job.params)).not.toThrow();
  expect(jobFields(jobCatalogue['directory-sync'].params)).toEqual([
    {
      kind: 'switch',
      name: 'fullPass',
      label: 'Read everything again',
      description: expect.stringContaining('delta'),
      required: false,
      initial: false,
    },
  ]);
});

test('each kind of parameter becomes its own kind of field', () => {
  const fields = jobFields(
    z.object({
      daysBack: z.number().int().min(1).max(90).default(30),
      share: z.number().optional(),
      mode: z.enum(['quick', 'thorough']).default('quick'),
      note: z.string().max(80),
      domains: z.array(z.string()).default(['a.example']),
    }),
  );
  expect(fields.map(({ kind, name, required, initial }) => [kind, name, required, initial])).toEqual([
    ['number', 'daysBack', false, 30],
    ['number', 'share', false, ''],
    ['choice', 'mode', false, 'quick'],
    ['text', 'note', true, ''],
    ['words', 'domains', false, ['a.example']],
  ]);
  expect(fields[0]).toMatchObject({ label: 'Days back', min: 1, max: 90, whole: true });
  expect(fields[2]).toMatchObject({ choices: ['quick', 'thorough'] });
  expect(fields[3]).toMatchObject({ longest: 80 });
});

test('a whole number without limits shows none', () => {
  expect(jobFields(z.object({ pages: z.number().int() }))[0]).toMatchObject({ min: undefined, max: undefined });
});

test('a parameter that no field can hold is refused', () => {
  expect(() => jobFields(z.object({ nested: z.object({ a: z.string() }) }))).toThrow('nested');
});
