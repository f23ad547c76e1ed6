/** The address of the list of orders: what it comes to, and what it becomes. */
import { describe, expect, it } from 'vitest';
import { changed, shownOf, validate, viewOf, withFilter } from './search.ts';
import type { View } from './search.ts';

const view = (id: string, filters: Record<string, string>, order: string | null = null, columns: string[] = []): View => ({ id, builtIn: true, list: 'orders', name: id, filters, columns, order, team: null, owner: null, mine: false, updatedAt: null, can: [] });
const views = [view('all', {}, 'newest'), view('late', { due: 'now' }, 'due'), view('mine', { status: 'open', channel: 'web' }, 'oldest', ['number', 'due', 'gone'])];
const shown = (search: Parameters<typeof shownOf>[0]) => shownOf(search, viewOf(search, views));

describe('an address', () => {
  it('keeps what the list knows, as text, and nothing else', () => {
    expect(validate({ view: 'late', status: 'open', number: 100001, onHold: true, colour: 'blue', order: 'sideways', tag: '' })).toEqual({ view: 'late', status: 'open', number: '100001', onHold: 'true' });
  });

  it.each([
    ['nothing: everything, newest first', {}, {}, 'newest'], ['a view: its filters and order', { view: 'late' }, { due: 'now' }, 'due'], ['filters: those instead of the view’s', { view: 'late', status: 'open' }, { status: 'open' }, 'due'],
    ['an order: it instead of the view’s', { view: 'late', order: 'newest' as const }, { due: 'now' }, 'newest'], ['a view that is gone: the first', { view: 'vew_gone' }, {}, 'newest'],
  ])('with %s', (_what, search, filters, order) => {
    expect(shown(search)).toMatchObject({ filters, order });
  });

  it('shows the columns of the address, else of the view, else the usual ones; what there is no more is left out', () => {
    expect(shown({ view: 'mine' }).columns).toEqual(['number', 'due']);
    expect(shown({ view: 'mine', columns: 'total,number' }).columns).toEqual(['total', 'number']);
    expect(shown({ columns: 'nonsense' }).columns[0]).toBe('number');
  });

  it('takes the filters of its view along when one is changed, and forgets the view with the last filter', () => {
    const search = { view: 'mine' };
    const next = withFilter(search, shown(search), { status: undefined });
    expect(next).toEqual({ view: 'mine', channel: 'web' });
    expect(withFilter(next, shown(next), { channel: undefined })).toEqual({});
    expect(withFilter({}, shown({}), { tag: 'vip' })).toEqual({ tag: 'vip' });
  });

  it('is a changed view as soon as filter, order or columns are others', () => {
    for (const [search, is] of [[{ view: 'mine' }, false], [{ view: 'mine', channel: 'web', status: 'open' }, false], [{ view: 'mine', channel: 'web' }, true], [{ view: 'mine', order: 'due' as const }, true], [{ view: 'mine', columns: 'number' }, true]] as const) {
      expect([search, changed(shown(search), viewOf(search, views))]).toEqual([search, is]);
    }
  });
});
