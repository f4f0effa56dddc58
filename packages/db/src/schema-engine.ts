import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';

/** The part used here; TypeScript declares it only together with a browser's globals. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/**
 * Prisma's own schema engine as WebAssembly, working on the connections of `pool`.
 * The native engine is a download at first use, which a closed network refuses; this one comes as a package.
 * Release it with `free()`. `datamodel` is the text of schema.prisma.
 */
export async function openSchemaEngine(pool: pg.Pool, datamodel: string): Promise<SchemaEngine> {
  loading ??= load();
  const { SchemaEngine } = await loading;
  const log = () => {};
  return SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    log,
    bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)),
  );
}

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

// Once for the process: the package keeps its instance in a variable, and a second one would take it from the first.
let loading: Promise<Glue> | undefined;

async function load(): Promise<Glue> {
  // The package's entry imports the .wasm file as a module, which Node only does behind a flag.
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasmFile = join(dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** The adapter cuts scripts at every semicolon, also inside a DO block. PostgreSQL takes a script as it is. */
function wholeScripts(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script);
    };
    return adapter;
  };
  return factory;
}
