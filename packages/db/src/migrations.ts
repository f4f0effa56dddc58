/**
 * Every migration of prisma/migrations, in order. Processes that only check whether the database is ready compare with this list,
 * because the folder is not at hand inside a bundled server.
 */
export const migrationNames = [
  '20261121000000_foundation',
  '20261121120000_engine',
  '20261121140000_long_lane',
  '20261122000000_indexes_of_syncs',
];
