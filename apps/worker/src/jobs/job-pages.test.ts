import { readdirSync, readFileSync } from 'node:fs';
import { type JobDefinition, jobCatalogue } from '@tenantry/domain';
import { expect, test } from 'vitest';
import { generatedSections, sectionsOf } from '../testing/job-page.ts';

const folder = new URL('../../../../docs/jobs/', import.meta.url);
const jobs: JobDefinition[] = Object.values(jobCatalogue);

test.each(jobs)('the page of $name agrees with the catalogue, and says what it reads, its limits and its cost', (job) => {
  const sections = sectionsOf(readFileSync(new URL(`${job.docs}.md`, folder), 'utf8'));
  expect(sections['']).toContain(`# ${job.title}\n`);
  expect(sections).toMatchObject(generatedSections(job));
  for (const heading of ['What it reads', 'Limits', 'Cost in requests']) {
    expect(sections[heading], heading).toMatch(/\w/);
  }
});

test('there is a page for every job, and for nothing else', () => {
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.toSorted()).toEqual(jobs.map(({ docs }) => `${docs}.md`).toSorted());
});
