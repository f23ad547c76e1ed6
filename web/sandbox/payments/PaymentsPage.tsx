/** Payments at the provider: what the bank or somebody in the provider's dashboard can do without asking Spil. */
import { Badge, Button, Card, Group, Modal, NumberInput, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { tell, watch } from '../demo.ts';
import type { Payment } from '../demo.ts';

const useWords = defineWords(
  { title: 'Payments', intro: 'What Mollie knows of the app\'s payments, newest first; the web shop and the outlet hold their own money. Chargebacks and refunds made here come to Spil as facts that it did not ask for.', none: 'No payments yet', noneText: 'Buy something through the app in the shop.', payment: 'Payment', method: 'Paid with', status: 'State', amount: 'Amount', captured: 'Taken', refunded: 'Paid back', chargedBack: 'Charged back', chargeback: 'Charge back', refund: 'Pay back', of: (what: string, payment: string) => `${what} (${payment})`, refundTitle: 'Pay back in the dashboard', howMuch: 'Amount in euros', all: (amount: string) => `${amount} can still be paid back.`, cancel: 'Do not', doIt: 'Pay back', nothing: 'Nothing to do' },
  { title: 'Betalingen', intro: 'Wat Mollie weet van de betalingen van de app, het nieuwste eerst; de webwinkel en de outlet innen hun eigen geld. Storneringen en terugbetalingen die je hier doet, komen bij Spil als feiten waar het niet om vroeg.', none: 'Nog geen betalingen', noneText: 'Koop iets met de app in de webwinkel.', payment: 'Betaling', method: 'Betaald met', status: 'Toestand', amount: 'Bedrag', captured: 'Afgeschreven', refunded: 'Terugbetaald', chargedBack: 'Gestorneerd', chargeback: 'Storneren', refund: 'Terugbetalen', of: (what: string, payment: string) => `${what} (${payment})`, refundTitle: 'Terugbetalen in het dashboard', howMuch: 'Bedrag in euro\'s', all: (amount: string) => `Er kan nog ${amount} worden terugbetaald.`, cancel: 'Niet doen', doIt: 'Terugbetalen', nothing: 'Niets te doen' },
);
const useStates = defineWords(
  { open: 'Open', pending: 'Under way', authorized: 'Reserved', paid: 'Paid', canceled: 'Cancelled', expired: 'Lapsed', failed: 'Failed' },
  { open: 'Open', pending: 'Onderweg', authorized: 'Gereserveerd', paid: 'Betaald', canceled: 'Geannuleerd', expired: 'Verlopen', failed: 'Mislukt' },
);
const useMethods = defineWords({ ideal: 'iDEAL', creditcard: 'Credit card', klarna: 'Klarna' }, { ideal: 'iDEAL', creditcard: 'Creditcard', klarna: 'Klarna' });
const left = ({ captured, refunded, chargedBack }: Payment): number => Math.max(0, captured - refunded - chargedBack);

export default function PaymentsPage() {
  const words = useWords();
  const list = useQuery(watch<{ payments: Payment[] }>('/payments', 2000));
  const client = useQueryClient();
  const [refunding, setRefunding] = useState<Payment | null>(null);
  const act = useMutation({ mutationFn: ({ payment, what, amount }: { payment: string; what: 'chargeback' | 'refund'; amount: number | null }) => tell(`/payments/${payment}/${what}`, { amount }), onSettled: () => client.invalidateQueries({ queryKey: ['demo', '/payments'] }), onSuccess: () => setRefunding(null) });
  if (list.error && !list.data) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const payments = list.data?.payments;
  return (
    <>
      <PageHeader title={words.title} description={words.intro} />
      <Stack gap="md">
        {refunding === null && <ProblemAlert error={act.error} />}
        {payments === undefined && <Skeleton height={320} />}
        {payments?.length === 0 && <Empty icon={<IconCreditCard size={40} />} title={words.none} text={words.noneText} />}
        {payments !== undefined && payments.length > 0 && (
          <Card withBorder padding={0}>
            <Table.ScrollContainer minWidth={960}>
              <Table verticalSpacing="xs" horizontalSpacing="md" aria-label={words.title} style={{ whiteSpace: 'nowrap' }}>
                <Table.Thead><Table.Tr><Table.Th>{words.payment}</Table.Th><Table.Th>{words.method}</Table.Th><Table.Th>{words.status}</Table.Th>{[words.amount, words.captured, words.refunded, words.chargedBack].map((name) => <Table.Th key={name} ta="right">{name}</Table.Th>)}<Table.Th /></Table.Tr></Table.Thead>
                <Table.Tbody>{payments.map((payment) => <Row key={payment.id} payment={payment} busy={act.isPending && act.variables.payment === payment.id} onRefund={() => { act.reset(); setRefunding(payment); }} onChargeback={() => act.mutate({ payment: payment.id, what: 'chargeback', amount: left(payment) })} />)}</Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Card>
        )}
      </Stack>
      {refunding && <RefundDialog payment={refunding} busy={act.isPending} error={act.error} onClose={() => setRefunding(null)} onRefund={(amount) => act.mutate({ payment: refunding.id, what: 'refund', amount })} />}
    </>
  );
}

function Row({ payment, busy, onRefund, onChargeback }: { payment: Payment; busy: boolean; onRefund: () => void; onChargeback: () => void }) {
  const words = useWords();
  const states = useStates();
  const methods = useMethods();
  const format = useFormat();
  const { description, method, status, currency, amount, captured, refunded, chargedBack } = payment;
  return (
    <Table.Tr>
      <Table.Td fw={500}>{description}</Table.Td><Table.Td>{wordOf(methods, method)}</Table.Td><Table.Td><Badge miw="max-content" variant="light" size="lg" tt="none">{wordOf(states, status)}</Badge></Table.Td>
      {[amount, captured, refunded, chargedBack].map((value, index) => <Table.Td key={index} ta="right" c={value === 0 ? 'dimmed' : undefined}>{format.money(value, currency)}</Table.Td>)}
      <Table.Td>
        {left(payment) === 0 ? <Text size="sm" c="dimmed" ta="right">{words.nothing}</Text> : <Group gap="xs" justify="flex-end" wrap="nowrap"><Button size="sm" variant="default" disabled={busy} aria-label={words.of(words.refund, description)} onClick={onRefund}>{words.refund}</Button><Button size="sm" variant="default" loading={busy} aria-label={words.of(words.chargeback, description)} onClick={onChargeback}>{words.chargeback}</Button></Group>}
      </Table.Td>
    </Table.Tr>
  );
}

function RefundDialog({ payment, busy, error, onClose, onRefund }: { payment: Payment; busy: boolean; error: unknown; onClose: () => void; onRefund: (amount: number) => void }) {
  const words = useWords();
  const format = useFormat();
  const most = left(payment);
  const [euros, setEuros] = useState<string | number>((most / 100).toFixed(2));
  const cents = Math.round(Number(euros) * 100);
  return (
    <Modal opened onClose={onClose} title={words.refundTitle} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      <Stack>
        <NumberInput label={words.howMuch} description={words.all(format.money(most, payment.currency))} value={euros} onChange={setEuros} min={0.01} max={most / 100} decimalScale={2} fixedDecimalScale data-autofocus />
        <ProblemAlert error={error} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button loading={busy} disabled={!(cents > 0 && cents <= most)} onClick={() => onRefund(cents)}>{words.doIt}</Button></Group>
      </Stack>
    </Modal>
  );
}
