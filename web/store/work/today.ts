/** The reading of today's list, shared by the list and by what leads on to the next order. */
import { read } from '../../api/query.ts';

/** Enough for a store's day; a warehouse sees the most urgent of its work. */
export const ROWS = 200;

export const todayOf = (location: string) => read('getToday', { location, limit: ROWS }, { kinds: ['order', 'load', 'return'] });
