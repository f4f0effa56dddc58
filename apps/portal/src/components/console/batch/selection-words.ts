import type { BatchSummary } from '@tenantry/domain';
import { visibleText } from '../../visible-text.ts';
import { counted } from '../figures.ts';
import { connectionWords } from '../words.ts';

/** For whom something was asked, in words. A batch of before selections were kept says only that tenants were named. */
export function selectionWords(selection: BatchSummary['selection']): string {
  switch (selection.kind) {
    case 'all':
      return 'All tenants';
    case 'tag':
      return `Tenants with the tag “${visibleText(selection.tag)}”`;
    case 'filter': {
      const states = selection.states?.map((state) => connectionWords[state].name.toLowerCase()).join(' or ');
      const search = selection.search === undefined ? '' : ` found by “${visibleText(selection.search)}”`;
      return `Tenants${states === undefined ? '' : ` that are ${states}`}${search}`;
    }
    case 'tenants':
      return 'tenantIds' in selection ? `${counted(selection.tenantIds.length, 'tenant')} by name` : 'Tenants by name';
  }
}
