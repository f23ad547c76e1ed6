/** The list of dialogues by location and state, kept as indexed rows with the events. */
import { table } from '../../kernel/change.ts';
import { fold, unitsOf } from '../books/index.ts';
import type { Projection } from '../books/index.ts';
import { withThem } from './rules.ts';
import { dialogueSlice } from './types.ts';

const WORK = table('dialogue.work', 'fulfilment_id');

export const dialogueProjection: Projection = {
  stream: 'order', name: 'dialogue.work', version: 1, tables: ['dialogue.work'],
  settle: (change, stream) => {
    const dialogues = fold(stream, dialogueSlice);
    if (dialogues.size === 0) return;
    const units = unitsOf(stream);
    for (const { fulfilment, location, state, submittedAt, changedAt, expectedAt, open } of dialogues.values()) {
      change.put(WORK, { fulfilment_id: fulfilment, order_id: stream.id, location, state, open: withThem(units, { fulfilment, location }).reduce((sum, { n }) => sum + n, 0), submitted_at: submittedAt, changed_at: changedAt, expected_at: expectedAt, asked_at: open[0]?.at ?? null });
    }
  },
};
