/** Which rows are selected: one, a range with shift, all that are shown; rows that left the list are selected no more. */
import { useRef, useState } from 'react';
import type { Selection } from './columns.tsx';
import type { Order } from './useOrders.ts';

export function useSelection(rows: readonly Order[]): Selection & { selected: Order[]; clear(): void } {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const selected = rows.filter((row) => ids.has(row.id));
  const toggle = (order: Order, range: boolean): void => {
    const [from, to] = [rows.findIndex((row) => row.id === last.current), rows.findIndex((row) => row.id === order.id)];
    const next = new Set(ids);
    if (range && from >= 0) for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
    else if (!next.delete(order.id)) next.add(order.id);
    last.current = order.id;
    setIds(next);
  };
  return {
    selected, toggle, has: (id) => ids.has(id), all: rows.length > 0 && selected.length === rows.length, some: selected.length > 0, clear: () => setIds(new Set()),
    toggleAll: () => setIds(selected.length === rows.length ? new Set() : new Set(rows.map((row) => row.id))),
  };
}
