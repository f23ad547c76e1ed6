/** The status of an order, its work or its parcel: a word, with a colour that helps and is never the only sign. */
import { Badge } from '@mantine/core';
import { useOrderStatus, useParcelStatus, useWorkStatus, wordOf } from './words.ts';

const COLOURS: Readonly<Record<string, string>> = {
  open: 'blue', waiting: 'orange', in_progress: 'blue', ready: 'teal', partly_shipped: 'cyan', shipped: 'cyan', complete: 'green', returned: 'grape', cancelled: 'gray',
  assigned: 'blue', picking: 'blue', picked: 'blue', packed: 'cyan', labelled: 'cyan', in_transfer: 'cyan', arrived: 'teal', done: 'green', delivered: 'green', lost: 'red', returning: 'orange', at_pickup_point: 'teal', unpacked: 'gray',
};

export function StatusBadge({ of, status }: { of: 'order' | 'work' | 'parcel'; status: string }) {
  const words = { order: useOrderStatus(), work: useWorkStatus(), parcel: useParcelStatus() }[of];
  return <Badge variant="light" color={COLOURS[status] ?? 'gray'} tt="none" size="md" autoContrast>{wordOf(words, status)}</Badge>;
}
