import type { DomainError } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { isNamed } from '../../server/named-error.ts';

/** One page of a list; an address with a cursor that no list has made is a page that does not exist. */
export async function orBadPage<T>(page: Promise<T>): Promise<T> {
  try {
    return await page;
  } catch (error) {
    if (isNamed<DomainError>(error, 'DomainError') && error.code === 'bad-cursor') notFound();
    throw error;
  }
}
