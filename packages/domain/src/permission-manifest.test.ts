import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jobCatalogue } from './job-catalogue.ts';
import { compareWithManifest, permissionManifest } from './permission-manifest.ts';

/** Digest of the permissions of each version. A new set of permissions is a new version, which is a new line here. */
const versions: Record<number, string> = { 1: 'b449240d', 2: '36da6e39' };

describe('the permission manifest', () => {
  it('holds exactly what the jobs need, or see more with', () => {
    const needed = new Set(
      Object.values(jobCatalogue).flatMap(({ permissions, optionalPermissions }) => [...permissions, ...optionalPermissions]),
    );
    expect(permissionManifest.permissions.map(({ value }) => value).sort()).toEqual([...needed].sort());
  });

  it('has a new version when its permissions change', () => {
    const values = permissionManifest.permissions
      .map(({ value }) => value)
      .sort()
      .join(' ');
    expect(createHash('sha256').update(values).digest('hex').slice(0, 8)).toBe(versions[permissionManifest.version]);
  });

  it('tells missing and unexpected permissions apart', () => {
    expect(compareWithManifest(['User.Read.All', 'Mail.Read'])).toEqual({
      missing: permissionManifest.permissions.map(({ value }) => value).filter((value) => value !== 'User.Read.All'),
      unexpected: ['Mail.Read'],
    });
  });
});
