/** The money in short: what the order costs, what was paid, and what comes back and when. */
import { Alert, Button, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { useFormat } from '../shell/format.ts';
import { useLanguage } from '../shell/language.ts';
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

/** What a change costs more, with the way to the operator's page. */
function Pay({ token, order, toPay }: { token: string; order: CustomerOrder; toPay: NonNullable<CustomerOrder['money']['toPay']> }) {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const amount = format.money(toPay.amount, order.currency);
  const pay = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      window.location.assign((await call('payCustomerOrder', { token, language })).url);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Alert color="orange" variant="light" mb="sm" title={words.payFirst(amount)}>
      <Stack gap="sm" align="flex-start">
        <Text>{(toPay.why === 'lapsed' ? words.payAgainUntil : words.payUntil)(format.moment(toPay.until))}</Text>
        <Button size="md" loading={busy} onClick={() => void pay()}>{words.pay(amount)}</Button>
        <ProblemAlert error={error} />
      </Stack>
    </Alert>
  );
}

export function MoneyCard({ token, order }: { token: string; order: CustomerOrder }) {
  const words = useWords();
  const rows = useRows(order);
  return (
    <Paper component="section" className="card" withBorder radius="lg" p={{ base: 'md', sm: 'lg' }} aria-label={words.money}>
      <Title order={2} mb="xs">{words.money}</Title>
      {order.money.toPay && <Pay token={token} order={order} toPay={order.money.toPay} />}
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
