/** What follows a change of the order: the page shows the answer at once, everything else of it is read again, and the dialog closes. */
import { useQueryClient } from '@tanstack/react-query';
import { useOrder } from '../context.ts';
import type { Order } from '../model.ts';

export function useDone(): (after?: Order) => void {
  const { order, open } = useOrder();
  const queries = useQueryClient();
  return (after) => {
    if (after) queries.setQueryData(['getOrder', { order: order.id }], after);
    void queries.invalidateQueries({ predicate: ({ queryKey }) => (queryKey[1] as { order?: string } | undefined)?.order === order.id });
    open(null);
  };
}
