/** Loads: totes and van transfers with a stream of their own, over several orders. */
import { table } from '../../kernel/change.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Projection } from '../books/index.ts';

const LOAD = table('shipping.load', 'id');

export interface LoadEvents {
  LoadHanded: { load: Uuid; code: string; origin: string; destination: string };
  LoadReceived: { load: Uuid; location: string };
}
export const LOAD_EVENTS = ['LoadHanded', 'LoadReceived'] as const satisfies readonly (keyof LoadEvents)[];

export const loadProjection: Projection = {
  stream: 'load', name: 'shipping.load', version: 1, tables: ['shipping.load'],
  apply: (change, _stream, event) => {
    if (event.type === 'LoadHanded') {
      const { load, code, origin, destination } = event.data as LoadEvents['LoadHanded'];
      change.insert(LOAD, { id: load, code, origin, destination, status: 'handed', handed_at: event.recordedAt });
    } else if (event.type === 'LoadReceived') {
      change.patch(LOAD, { id: (event.data as LoadEvents['LoadReceived']).load, status: 'received', received_at: event.recordedAt });
    }
  },
};
