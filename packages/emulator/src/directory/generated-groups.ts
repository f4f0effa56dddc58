import type { DirectoryGroup, DirectoryOptions } from './directory-objects.ts';
import { digestText, mix32 } from './mixing.ts';
import type { ObjectIds } from './object-ids.ts';

const day = 24 * 60 * 60 * 1000;
const firstCreation = Date.UTC(2018, 0, 1);
const subjects =
  'Sales Finance Legal Marketing Logistics Research Design Support Projektbüro Développement 営業部 Reception Audit'.split(' ');
const places = 'Berlin Bogotá Chicago Göteborg Kraków Lagos Lyon Montréal Mumbai Nairobi Porto São-Paulo Seoul Zürich 東京'.split(
  ' ',
);

/** Computes groups from (seed, index). The first holds about a quarter of all users. */
export interface GeneratedGroups {
  at(index: number): DirectoryGroup;
}

export function createGeneratedGroups(options: DirectoryOptions, ids: ObjectIds): GeneratedGroups {
  const root = digestText(`${options.tenantId}/groups`, options.seed);
  return {
    at(index) {
      const traits = mix32(root ^ Math.imul(index + 1, 0x9e3779b1));
      const unified = traits % 3 === 0;
      const subject = subjects[(traits >>> 4) % subjects.length];
      const place = places[(traits >>> 12) % places.length];
      const mailNickname = `group-${index}`;
      return {
        index,
        id: ids.idOf(index),
        displayName: index === 0 ? 'All offices' : `${subject} ${place} ${index}`,
        description: traits % 4 === 0 ? null : `People of ${subject} in ${place}`,
        mail: unified ? `${mailNickname}@${options.domain}` : null,
        mailNickname,
        mailEnabled: unified,
        securityEnabled: !unified,
        unified,
        createdAt: new Date(firstCreation + (traits % (6 * 365)) * day),
      };
    },
  };
}
