// What `npm start`, `npm test` and the other commands begin with, on a machine that has nothing but Node and npm. Plain JavaScript for any Node
// from 20.19 on: installs what the lock file names, makes the database client, then hands over to Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = {
  start: 'scripts/start/main.ts',
  test: 'scripts/test/main.ts',
  faults: 'scripts/faults/main.ts',
  check: 'scripts/check/main.ts',
  emulator: 'packages/emulator/src/main.ts',
  bench: 'bench/src/main.ts',
  screenshots: 'e2e/screenshots/main.ts',
  planted: 'scripts/planted/main.ts',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const [command, ...rest] = process.argv.slice(2);

refuseOldNode();
process.chdir(root);
installIfNeeded();
process.env.PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`;
generateIfNeeded();
if (command === 'generate') process.exit(0);
handOver();

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Tenantry needs Node 20.19 or newer to begin; this is ${process.versions.node}.`);
  process.exit(1);
}

function digestOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** Does a piece of work once for each state of its inputs; the stamp lies beside what the work makes. */
function once(stamp, digest, work) {
  const file = join(root, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === digest) return;
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest);
}

function installIfNeeded() {
  once('node_modules/.tenantry-installed', digestOf('package-lock.json'), () => {
    console.error('Installing what package-lock.json names …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' });
  });
}

function generateIfNeeded() {
  const version = JSON.parse(readFileSync(join(root, 'node_modules/prisma/package.json'), 'utf8')).version;
  once('packages/db/src/generated/.made-from', `${version} ${digestOf('prisma/schema.prisma')}`, () => {
    // `prisma generate` insists on a native engine that it never runs here, and would download one.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
    run(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--schema', 'prisma/schema.prisma', '--no-hints'], {
      env,
      quiet: true,
    });
  });
}

function run(file, args, { quiet = false, ...options } = {}) {
  const result = spawnSync(file, args, { cwd: root, stdio: quiet ? 'pipe' : 'inherit', ...options });
  if (result.status === 0) return;
  if (quiet) console.error(`${result.stdout}${result.stderr}`);
  console.error(`${file} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}.`);
  process.exit(1);
}

/** The machine's own Node when it is new enough, else the one that came with the packages. */
function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const shipped = readdirSync(join(root, 'node_modules')).find((name) => /^node-(bin-)?(linux|darwin|win)-/.test(name));
  const file = shipped && join(root, 'node_modules', shipped, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (file && existsSync(file)) return file;
  console.error('No Node 24 for this platform is among the packages. Install Node 24 and try again.');
  process.exit(1);
}

function handOver() {
  const program = programs[command];
  if (program === undefined) {
    console.error(`There is no command ${command}. Known: ${Object.keys(programs).join(', ')}.`);
    process.exit(1);
  }
  // .bin/node must be the same Node for everything the program starts.
  const node = node24();
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', program, ...rest], { cwd: root, stdio: 'inherit' });
  // A Ctrl-C in a terminal reaches the child by itself; whoever signals only this process means the child too.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm hands a SIGTERM to the shell between us, which dies of it without a word to us.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || child.kill('SIGTERM'), 1000).unref();
  child.on('error', (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
