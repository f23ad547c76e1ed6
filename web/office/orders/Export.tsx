/** The list as a file for a spreadsheet: what the filters leave, read page by page, up to ten thousand orders. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { useSentence } from '../../parts/ProblemAlert.tsx';
import { useDeliveryKind, useOrderStatus, wordOf } from '../../parts/words.ts';
import { useLanguage } from '../../shell/language.ts';
import { csvOf } from './csv.ts';
import type { Shown } from './search.ts';
import type { Order } from './useOrders.ts';
import { useWords } from './words.ts';

const MOST = 10_000;

export function Export({ shown, place }: { shown: Pick<Shown, 'filters' | 'order'>; place(code: string): string }) {
  const words = useWords();
  const sentence = useSentence();
  const statuses = useOrderStatus();
  const kinds = useDeliveryKind();
  const dutch = useLanguage() === 'nl';
  const [read, setRead] = useState(0);
  const make = useMutation({
    mutationFn: async () => {
      const orders: Order[] = [];
      let after: string | undefined;
      do {
        const page = await call('listOrders', { ...shown.filters, order: shown.order, limit: 200, ...(after === undefined ? {} : { after }) } as Input<'listOrders'>);
        orders.push(...page.orders);
        setRead(orders.length);
        after = page.next ?? undefined;
      } while (after !== undefined && orders.length < MOST);
      if (after !== undefined) notifications.show({ message: words.export.most(MOST) });
      const text = csvOf(orders.slice(0, MOST), { headings: words.export.headings.split('\n'), status: (code) => wordOf(statuses, code), kind: (code) => wordOf(kinds, code), place, yes: words.yes, no: words.no }, dutch);
      offer(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${words.export.file}.csv`);
    },
    onError: (error) => notifications.show({ color: 'red', message: sentence(error) }),
  });
  return <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => { if (!make.isPending) make.mutate(); }}>{make.isPending ? words.export.busy(read) : words.export.button}</Button>;
}

/** Hands a file to the browser. */
function offer(blob: Blob, name: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
