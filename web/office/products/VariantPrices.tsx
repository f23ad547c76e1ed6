/** The prices of a variant on every list: in force, still to come and past; setting one, and taking one back. */
import { Badge, Button, Group, Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { SetPrice } from './SetPrice.tsx';
import type { Variant } from './product.ts';
import { usePriceWords, useProductWords } from './words.ts';

type Price = Answer<'listVariantPrices'>['items'][number];
const COLOURS = { current: 'teal', upcoming: 'blue', past: 'gray' } as const;

export function VariantPrices({ variant, siblings }: { variant: Variant; siblings: readonly Variant[] }) {
  const words = usePriceWords();
  const { details } = useProductWords();
  const client = useQueryClient();
  const query = useQuery(read('listVariantPrices', { sku: variant.sku }));
  const [setting, { open, close }] = useDisclosure(false);
  const withdraw = useMutation({ mutationFn: ({ list, currency, validFrom }: Price) => call('withdrawPrice', { list, sku: variant.sku, body: { currency, validFrom } }), onSettled: () => { void client.invalidateQueries(); } });
  if (query.isError) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const may = query.data?.can.includes('set_price') ?? false;
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="prices">
      <Group justify="space-between" mb="md"><Title order={2} id="prices">{details(variant.name)}</Title>{may && <Button leftSection={<IconTag size={18} aria-hidden />} onClick={open}>{words.set}</Button>}</Group>
      <ProblemAlert error={withdraw.error} />
      {!query.data ? <Skeleton h={120} /> : query.data.items.length === 0 ? <Text c="dimmed">{words.nonePrice}</Text> : (
        <Table.ScrollContainer minWidth={640} type="native">
          <Table verticalSpacing={6}>
            <Table.Thead><Table.Tr><Table.Th>{words.list}</Table.Th><Table.Th>{words.state}</Table.Th><Table.Th>{words.from}</Table.Th><Table.Th>{words.until}</Table.Th><Table.Th ta="right">{words.amount}</Table.Th><Table.Th>{words.tax}</Table.Th>{may && <Table.Th aria-label={words.withdraw} />}</Table.Tr></Table.Thead>
            <Table.Tbody>{query.data.items.map((price) => <Row key={`${price.list} ${price.currency} ${price.validFrom}`} price={price} onWithdraw={may && price.state === 'upcoming' ? () => withdraw.mutate(price) : undefined} may={may} busy={withdraw.isPending} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <SetPrice opened={setting} onClose={close} variant={variant} siblings={siblings} />
    </Paper>
  );
}

function Row({ price, onWithdraw, may, busy }: { price: Price; onWithdraw: (() => void) | undefined; may: boolean; busy: boolean }) {
  const words = usePriceWords();
  const format = useFormat();
  const moment = (at: string): string => `${format.date(at)} ${format.time(at)}`;
  const amount = format.money(price.amount, price.currency);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={550}><LinkAnchor to="/price-lists/$list" params={{ list: price.list } as never} size="sm">{price.list}</LinkAnchor></Table.Th>
      <Table.Td><Badge variant="light" color={COLOURS[price.state]} tt="none" autoContrast>{words.states[price.state]}</Badge></Table.Td>
      <Table.Td><Text size="sm">{moment(price.validFrom)}</Text></Table.Td>
      <Table.Td><Text size="sm" c={price.validUntil === null ? 'dimmed' : undefined}>{price.validUntil === null ? words.always : moment(price.validUntil)}</Text></Table.Td>
      <Table.Td ta="right"><Text size="sm" fw={price.state === 'current' ? 650 : undefined} style={{ fontVariantNumeric: 'tabular-nums' }}>{amount}</Text></Table.Td>
      <Table.Td><Text size="sm">{price.includesTax ? words.included : words.excluded}</Text></Table.Td>
      {may && <Table.Td ta="right">{onWithdraw && <Button size="compact-sm" variant="default" loading={busy} onClick={onWithdraw} aria-label={words.withdrawOf(amount, moment(price.validFrom))}>{words.withdraw}</Button>}</Table.Td>}
    </Table.Tr>
  );
}
