/** What changed between two versions. */
import { expect, it } from 'vitest';
import { differences } from './differences.ts';

it.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ cost: { parcel: 495 } }, { cost: { parcel: 550 } }, [{ path: 'cost.parcel', before: 495, after: 550 }]],
  [{}, { when: 'true' }, [{ path: 'when', before: undefined, after: 'true' }]],
  [{ filters: [{ name: 'a', keep: 'x' }] }, { filters: [{ name: 'new', keep: 'y' }, { name: 'a', keep: 'x' }] }, [{ path: 'filters.new', before: undefined, after: { name: 'new', keep: 'y' } }]],
  [{ filters: [{ name: 'a', keep: 'x' }] }, { filters: [] }, [{ path: 'filters.a', before: { name: 'a', keep: 'x' }, after: undefined }]],
  [{ tags: ['a', 'b'] }, { tags: ['a', 'c'] }, [{ path: 'tags.2', before: 'b', after: 'c' }]],
])('%j against %j', (before, after, found) => { expect(differences(before, after)).toEqual(found); });
