/** The money of an order: what was sold as an invoice adds it up, what is due and paid, and each payment with its movements. */
import { Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { useOrder } from './context.ts';
import classes from './Lines.module.css';
import { Section } from './Section.tsx';
import { useOperator, usePaymentMethod, useWords } from './words.ts';

export function Money() {
  const { order: { reservation, money: { due, payments } } } = useOrder();
  const words = useWords();
  // Nothing is owed for a reservation, and its own block says so: a list of zeros says less.
  if (reservation !== null && due === 0 && payments.length === 0) return null;
  return (
    <Section title={words.money}>
      <Sold />
      <Title order={3} mt="lg" mb="xs">{words.payments}</Title>
      <Payments />
      <Requests />
    </Section>
  );
}

function Sum({ label, amount, strong = false, sub = false }: { label: ReactNode; amount: number; strong?: boolean; sub?: boolean }) {
  const { order } = useOrder();
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td c={sub ? 'dimmed' : undefined} pl={sub ? 'md' : 0} fw={strong ? 600 : undefined}>{label}</Table.Td>
      <Table.Td ta="right" pr={0} c={sub ? 'dimmed' : undefined} fw={strong ? 600 : undefined} className={classes.money}>{format.money(amount, order.currency)}</Table.Td>
    </Table.Tr>
  );
}

function Sold() {
  const { order: { money, charges } } = useOrder();
  const words = useWords();
  const format = useFormat();
  const { sums, due, paid, balance } = money;
  const reserved = money.payments.reduce((sum, { authorisedLeft }) => sum + authorisedLeft, 0);
  return (
    <Table withRowBorders={false} verticalSpacing={3} style={{ fontVariantNumeric: 'tabular-nums' }} aria-label={words.money}>
      <Table.Tbody>
        <Sum label={words.goods} amount={sums.goods} />
        {sums.discount !== 0 && <Sum label={words.discount} amount={-sums.discount} />}
        {charges.filter(({ total }) => total !== 0).map((charge) => <Sum key={charge.ref} label={charge.kind === 'shipping' ? charge.name || words.charge.shipping : wordOf(words.charge, charge.kind)} amount={charge.total} />)}
        {!sums.pricesIncludeTax && sums.vat.map(({ rate, country, amount }) => <Sum key={`${rate} ${country}`} label={words.vatOnTop(format.percent(rate / 1_000_000, 0))} amount={amount} />)}
        <Sum label={words.total} amount={sums.total} strong />
        {sums.pricesIncludeTax && sums.vat.map(({ rate, country, amount }) => <Sum key={`${rate} ${country}`} label={words.vat(format.percent(rate / 1_000_000, 0))} amount={amount} sub />)}
        {sums.takenOff !== 0 && <Sum label={words.takenOff} amount={-sums.takenOff} />}
        <Sum label={words.due} amount={due} strong />
        <Sum label={words.paid} amount={paid} />
        <Sum label={balance === 0 ? words.settled : balance > 0 ? (reserved >= balance ? words.toCome : words.owes) : words.owed} amount={Math.abs(balance)} strong />
      </Table.Tbody>
    </Table>
  );
}

function Payments() {
  const { order: { money, currency } } = useOrder();
  const words = useWords();
  const methods = usePaymentMethod();
  const operators = useOperator();
  const format = useFormat();
  if (money.payments.length === 0) return <Text size="sm" c="dimmed">{words.noPayments}</Text>;
  return (
    <Stack gap="sm">
      {money.payments.map((payment) => {
        const parts: [string, number][] = [[words.captured, payment.captured], [words.capturePending, payment.capturePending], [words.left, payment.authorisedLeft], [words.refunded, payment.refunded], [words.refundPending, payment.refundPending], [words.chargedBack, payment.chargedBack], [words.released, payment.released]];
        return (
          <Group key={payment.id} justify="space-between" align="flex-start" gap="sm">
            <div>
              <Text fw={600}>{wordOf(methods, payment.method.toLowerCase())}</Text>
              <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{wordOf(operators, payment.operator)} · {payment.ref}{payment.expiresAt !== null && payment.authorisedLeft > 0 && ` · ${words.expires} ${format.date(payment.expiresAt)}`}</Text>
              {money.intents.filter((intent) => intent.payment === payment.id && intent.state === 'failed').map((intent) => <Text key={intent.id} size="sm" c="var(--mantine-color-error)">{wordOf(words.intents, intent.kind)} {format.money(intent.amount, currency)} {words.failed}{intent.reason !== null && `: ${intent.reason}`}</Text>)}
            </div>
            <Stack gap={0} align="flex-end">
              {parts.filter(([, amount]) => amount !== 0).map(([label, amount]) => <Text key={label} size="sm" className={classes.money}>{label} {format.money(amount, currency)}</Text>)}
              {payment.can.includes('refresh') && <Refresh payment={payment.id} name={`${wordOf(methods, payment.method.toLowerCase())} ${payment.ref}`} />}
            </Stack>
          </Group>
        );
      })}
    </Stack>
  );
}

function Refresh({ payment, name }: { payment: string; name: string }) {
  const { order } = useOrder();
  const words = useWords();
  const queries = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => call('refreshPayment', { payment }),
    onSuccess: ({ news }) => {
      notifications.show({ message: news ? words.news : words.refreshed });
      void queries.invalidateQueries({ queryKey: ['getOrder', { order: order.id }] });
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" loading={refresh.isPending} onClick={() => refresh.mutate()} aria-label={`${words.refresh}: ${name}`}>{words.refresh}</Button>
      <ProblemAlert error={refresh.error} />
    </>
  );
}

/** Money that service wants to give and finance has not decided on. */
function Requests() {
  const { order } = useOrder();
  const me = useMe();
  const words = useWords();
  const format = useFormat();
  const { data } = useQuery({ ...read('listRefundRequests', { order: order.id, state: 'waiting' }, { kinds: ['order'], id: order.id }), enabled: hasRole(me, 'finance', 'service', 'operations') });
  if (!data || data.requests.length === 0) return null;
  return <Stack gap="xs" mt="md">{data.requests.map((request) => <Alert key={request.id} variant="light" color="orange" p="sm">{words.waitingRequest(format.money(request.amount, request.currency))}</Alert>)}</Stack>;
}
