// `npm run planted [-- words of a name]`: plants each defect in turn, runs what must notice it, and takes it out again. Ends with 1 when a defect
// went unnoticed. It works in the tree itself, so it asks for one without uncommitted changes.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Defect, defects } from './defects.ts';

if (execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }).trim() !== '') {
  console.error('Commit or stash first: the defects are planted in this tree.');
  process.exit(1);
}

const words = process.argv.slice(2).join(' ');
const chosen = defects.filter(({ name }) => name.includes(words));
const unnoticed = chosen.filter((defect) => !isNoticed(defect));
console.log(`\n${chosen.length - unnoticed.length} of ${chosen.length} planted defects were noticed`);
process.exit(unnoticed.length === 0 && chosen.length > 0 ? 0 : 1);

function isNoticed(defect: Defect): boolean {
  const originals = new Map(defect.edits.map(({ file }) => [file, readFileSync(file, 'utf8')]));
  try {
    for (const edit of defect.edits) {
      const text = readFileSync(edit.file, 'utf8');
      if (!text.includes(edit.find)) throw new Error(`${edit.file} does not hold what ${defect.name} changes`);
      writeFileSync(
        edit.file,
        text.replace(edit.find, () => edit.put),
      );
    }
    const why = whatNotices(defect.noticedBy);
    console.log(`${why === null ? 'UNNOTICED' : 'noticed  '}  ${defect.name}${why === null ? '' : `: ${why}`}`);
    return why !== null;
  } finally {
    for (const [file, text] of originals) writeFileSync(file, text);
  }
}

/** Runs what has to notice a defect. Gives the line that says so, or null. */
function whatNotices(noticedBy: Defect['noticedBy']): string | null {
  if (Array.isArray(noticedBy)) {
    const { status, stdout } = run('vitest', ['run', ...noticedBy]);
    return status === 0 ? null : (stdout.split('\n').find((line) => / × /.test(line)) ?? 'the tests did not end well').trim();
  }
  const { stdout } = run(process.execPath, ['scripts/check/main.ts']);
  // The last of them: turbo ends with such a line of its own.
  const failed = stdout.split('\n').findLast((line) => line.startsWith('Failed: ')) ?? '';
  return failed.slice('Failed: '.length).split(', ').includes(noticedBy.check) ? failed : null;
}

function run(file: string, args: string[]) {
  return spawnSync(file, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } });
}
