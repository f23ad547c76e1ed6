/** The price lists there are: what is in them, and which channels sell by them. */
import { Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { SetPrice } from './SetPrice.tsx';
import { usePriceWords } from './words.ts';

export default function PriceListsPage() {
  const words = usePriceWords();
  const query = useQuery(read('listPriceLists', {}));
  const channels = useQuery({ ...read('listChannels', { limit: 200 }), retry: false });
  const [setting, { open, close }] = useDisclosure(false);
  if (query.isError) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const users = (list: string): string[] => channels.data?.items.flatMap(({ name, priceList, active }) => (active && priceList === list ? [name] : [])) ?? [];
  return (
    <>
      <PageHeader title={words.lists} description={words.listsDescription} actions={query.data?.can.includes('set_price') && <Button leftSection={<IconTag size={18} aria-hidden />} onClick={open}>{words.set}</Button>} />
      {!query.data ? <Skeleton h={160} /> : query.data.items.length === 0 ? <Empty icon={<IconTag size={40} />} title={words.noListsTitle} text={words.noLists} /> : (
        <Table.ScrollContainer minWidth={620} type="native">
          <Table highlightOnHover verticalSpacing="sm" withTableBorder>
            <Table.Thead><Table.Tr><Table.Th>{words.list}</Table.Th><Table.Th>{words.currency}</Table.Th><Table.Th ta="right">{words.products}</Table.Th><Table.Th ta="right">{words.current}</Table.Th><Table.Th ta="right">{words.upcoming}</Table.Th><Table.Th>{words.channels}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {query.data.items.map((row) => (
                <Table.Tr key={`${row.list} ${row.currency}`}>
                  <Table.Th scope="row"><LinkAnchor to="/price-lists/$list" params={{ list: row.list } as never} fw={600}>{row.list}</LinkAnchor></Table.Th>
                  <Table.Td><Text size="sm">{row.currency}</Text></Table.Td>
                  <Table.Td ta="right"><Figure value={row.products} /></Table.Td><Table.Td ta="right"><Figure value={row.current} strong /></Table.Td><Table.Td ta="right"><Figure value={row.upcoming} /></Table.Td>
                  <Table.Td><Group gap={4}>{users(row.list).map((name) => <Badge key={name} variant="default" tt="none" fw={500}>{name}</Badge>)}</Group></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <SetPrice opened={setting} onClose={close} />
    </>
  );
}
