/** Customers: the newest, or those who are searched for by part of what is known of them. */
import { Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { customersRoute } from './routes.ts';
import { useWords } from './words.ts';

type Customer = Answer<'listCustomers'>['items'][number];

export default function CustomersPage() {
  const words = useWords();
  const { q = '' } = customersRoute.useSearch();
  const navigate = customersRoute.useNavigate();
  const [typed, setTyped] = useState(q);
  const [asked] = useDebouncedValue(typed.trim(), 150);
  useEffect(() => { if (asked !== q) void navigate({ search: asked === '' ? {} : { q: asked }, replace: true }); }, [asked, q, navigate]);
  const channels = useChannels();
  const long = q.length >= 2;
  const found = useInfiniteQuery({ ...pages('listCustomers', { limit: long ? 50 : 100, ...(long ? { search: q } : {}) }, { kinds: ['order'] }), placeholderData: keepPreviousData });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const quiet = (text: string | null) => text ?? <Text size="sm" c="dimmed">–</Text>;
  if (found.error) return <PageProblem error={found.error} retry={() => void found.refetch()} />;
  return (
    <>
      <PageHeader title={words.title} />
      <TextInput mb="md" maw={600} size="md" aria-label={words.search} placeholder={words.searchHint} leftSection={<IconSearch size={18} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} type="search" autoFocus />
      <DataTable<Customer>
        label={words.list} rows={rows} rowKey={(customer) => customer.id} loading={found.isPending || found.isFetchingNextPage} onEnd={() => { if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage(); }}
        onOpen={(customer) => void navigate({ to: '/customers/$customer', params: { customer: customer.id }, search: {} })}
        columns={[
          { key: 'name', title: words.columns.name, width: 220, render: (customer) => <Text size="sm" fw={600} truncate {...(customer.name === null ? { c: 'dimmed' } : {})}>{customer.erasedAt === null ? customer.name ?? words.noName : words.erased}</Text> },
          { key: 'email', title: words.columns.email, width: 260, render: (customer) => quiet(customer.email) },
          { key: 'phone', title: words.columns.phone, width: 150, render: (customer) => quiet(customer.phone) },
          { key: 'channel', title: words.columns.channel, width: 150, render: (customer) => channels.name(customer.channel) },
          { key: 'number', title: words.columns.number, width: 150, render: (customer) => quiet(customer.externalId) },
          { key: 'since', title: words.columns.since, width: 120, render: (customer) => <Ago at={customer.createdAt} size="sm" /> },
        ]}
        empty={<Empty icon={<IconUsers size={40} />} {...(long ? words.notFound : words.none)} />}
      />
    </>
  );
}
