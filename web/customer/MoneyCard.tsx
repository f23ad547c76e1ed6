/** The money in short: what the order costs, what was paid, and what comes back and when. */
import { Paper, Table, Text, Title } from '@mantine/core';
import { useFormat } from '../shell/format.ts';
import type { CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';

interface Row { what: string; amount: string; strong?: boolean; note?: string }

function useRows({ money, currency, deliveries }: CustomerOrder): Row[] {
  const words = useWords();
  const format = useFormat();
  const text = (minor: number): string => format.money(minor, currency);
  const charges = money.charges.reduce((sum, { total }) => sum + total, 0);
  const goods = money.total - charges;
  const owed = money.total - money.paid - money.reserved + money.refunded + money.coming;
  return [
    ...(deliveries.length > 0 && charges !== 0 ? [{ what: words.goods, amount: text(goods) }] : []),
    ...money.charges.filter(({ total }) => total !== 0).map(({ name, kind, total }) => ({ what: kind === 'shipping' ? words.shipping : name, amount: text(total) })),
    { what: words.total, amount: text(money.total), strong: true },
    ...(money.paid > 0 ? [{ what: words.paid(money.methods.join(', ')), amount: text(money.paid) }] : []),
    ...(money.reserved > 0 ? [{ what: words.reserved, amount: text(money.reserved) }] : []),
    ...money.refunds.map(({ amount, method, doneAt }) => (doneAt === null ? { what: words.coming(method), amount: text(amount), note: words.comingHelp } : { what: words.refunded(method, format.date(doneAt)), amount: text(amount) })),
    ...(owed > 0 ? [{ what: words.stillToPay, amount: text(owed), strong: true }] : []),
  ];
}

export function MoneyCard({ order }: { order: CustomerOrder }) {
  const words = useWords();
  const rows = useRows(order);
  return (
    <Paper component="section" className="card" withBorder radius="lg" p={{ base: 'md', sm: 'lg' }} aria-label={words.money}>
      <Title order={2} mb="xs">{words.money}</Title>
      <Table verticalSpacing={6} horizontalSpacing={0} withRowBorders={false} aria-label={words.money}>
        <Table.Tbody>
          {rows.map(({ what, amount, strong = false, note }, index) => (
            <Table.Tr key={`${index} ${what}`}>
              <Table.Th fw={strong ? 700 : 400} scope="row">{what}{note !== undefined && <Text size="sm" c="dimmed">{note}</Text>}</Table.Th>
              <Table.Td ta="right" fw={strong ? 700 : 400} style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>{amount}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
