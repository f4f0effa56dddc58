export { type ProvidedPostgres, testInstallation } from './provided.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { changedTables, readWholeDatabase, type WholeDatabase } from './whole-database.ts';
