/** What an item is called: the order it is about, or the thing itself. */
import type { QueueName } from '../../parts/queues/words.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import type { Item } from './decide.ts';
import { useWords } from './words.ts';

export function useTitle(): (queue: QueueName, item: Item) => string {
  const words = useWords();
  const { name } = usePlaces();
  return (queue, item) => {
    if (queue === 'store_tasks' || queue === 'erp_differences' || queue === 'partner_differences' || (queue === 'partner_tasks' && item.number === null)) return [item.location === null ? null : name(item.location), item.sku].filter((part) => part !== null).join(' · ');
    if (queue === 'erp_documents') return item.number ?? item.subject ?? item.id;
    if (queue === 'messages') return item.number ?? item.channel ?? item.id;
    if (queue === 'due_work' && item.number === null) return item.subject ?? item.id;
    return item.number === null ? item.channel ?? item.reason ?? item.id : `${words.order} ${item.number}`;
  };
}
