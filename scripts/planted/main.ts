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
    const [file, ...args] =
      defect.tests === 'check'
        ? ([process.execPath, 'scripts/check/main.ts'] as const)
        : (['vitest', 'run', ...defect.tests] as const);
    const { status, stdout } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const why = stdout.split('\n').filter((line) => /×|Failed:|error|FAIL/.test(line))[0] ?? '';
    console.log(`${status === 0 ? 'UNNOTICED' : 'noticed  '}  ${defect.name}  ${status === 0 ? '' : why.trim().slice(0, 150)}`);
    return status !== 0;
  } finally {
    for (const [file, text] of originals) writeFileSync(file, text);
  }
}
