/** A receipt that was rung up: on paper, whether it is booked yet, and voiding it. */
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import type { Problem } from '../../api/generated/operations.ts';
import { read } from '../../api/query.ts';
import { enqueue, onSettled, useOutbox } from '../../offline/outbox.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { useShopSentences } from '../../parts/shop/problems.ts';
import { useMethod } from '../../parts/shop/methods.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useFormat } from '../../shell/format.ts';
import { now } from '../../shell/clock.ts';
import { vatByRate } from './basket.ts';
import { laneOf } from './receipts.ts';
import type { Rang } from './receipts.ts';
import { MailReceipt } from './MailReceipt.tsx';
import { tillRoute } from './routes.ts';
import classes from './till.module.css';
import { useTillWords } from './words.ts';

const voidKey = (rang: Rang): string => `${rang.key}-void`;
const givenKeys = (rang: Rang): string => `${rang.key}-given-`;

type Outcome = { sale: Answer<'recordSale'> | null; refused: Problem | null };

/** How a receipt stands: still on this device, booked, refused or voided. */
function useOutcome(rang: Rang): Outcome & { waiting: boolean; voiding: boolean } {
  const [outcome, setOutcome] = useState<Outcome>({ sale: null, refused: null });
  const entries = useOutbox();
  useEffect(() => onSettled((settled) => {
    if (settled.entry.key !== rang.key && settled.entry.key !== voidKey(rang) && !settled.entry.key.startsWith(givenKeys(rang))) return;
    setOutcome((before) => ('refused' in settled ? { ...before, refused: settled.refused } : { sale: settled.answer as Answer<'recordSale'>, refused: null }));
    if ('refused' in settled) feedback('wrong');
  }), [rang]);
  const under = (key: string): boolean => entries.some((entry) => entry.key === key && entry.refused === null);
  const [waiting, voiding] = [under(rang.key), under(voidKey(rang))];
  // What was booked before this page looked, and receipts of earlier today.
  const { channel, receipt } = rang.sale;
  const earlier = useQuery({ ...read('getSale', { channel, receipt }), enabled: !waiting && !voiding && outcome.sale === null && outcome.refused === null });
  return { sale: outcome.sale ?? earlier.data ?? null, refused: outcome.refused ?? entries.find((entry) => entry.key === rang.key)?.refused ?? null, waiting, voiding };
}

export function Sold({ rang, onNext }: { rang: Rang; onNext: () => void }) {
  const words = useTillWords();
  const format = useFormat();
  const sentences = useShopSentences();
  const { location } = tillRoute.useParams();
  const { sale: booked, refused, waiting, voiding } = useOutcome(rang);
  const [asking, setAsking] = useState(false);
  /** The state of the receipt in which it was pressed: once for each, and each time by a key of its own. */
  const giving = useRef<typeof booked>(null);
  const voidIt = (): void => {
    setAsking(false);
    const { channel, receipt } = rang.sale;
    void enqueue('voidSale', { body: { channel, receipt, voidedAt: now().toISOString() } }, { lane: laneOf(location), key: voidKey(rang) });
  };
  const giveBack = (amount: number): void => {
    if (giving.current === booked) return;
    giving.current = booked;
    const { channel, receipt } = rang.sale;
    void enqueue('giveBackSale', { body: { channel, receipt, amount } }, { lane: laneOf(location), key: `${givenKeys(rang)}${crypto.randomUUID()}` });
  };
  const state = booked?.voided === true ? words.voided : voiding ? words.voiding : refused ? words.refused : waiting ? words.waiting : booked ? words.sent : words.waiting;
  return (
    <Stack gap="md" align="center">
      <Title order={2}>{words.doneTitle}</Title>
      <Text role="status" c={refused ? 'var(--mantine-color-error)' : 'dimmed'} fw={600}>{state}</Text>
      {refused && <Alert color="red" variant="light" role="alert" maw={460}>{(sentences as Partial<Record<string, (problem: Problem) => string>>)[refused.code]?.(refused) ?? refused.detail}</Alert>}
      {booked !== null && booked.giveBack > 0 && !booked.voided && <Alert color="orange" variant="light" role="alert" maw={460}>
        <Stack gap="xs" align="flex-start">
          {words.giveBack(format.money(booked.giveBack, booked.currency))}
          <Button size="md" color="orange" variant="outline" onClick={() => giveBack(booked.giveBack)}>{words.givenBack(format.money(booked.giveBack, booked.currency))}</Button>
        </Stack>
      </Alert>}
      <Paper rang={rang} booked={booked} />
      {booked?.voided !== true && !voiding && <MailReceipt rang={rang} location={location} />}
      <Group justify="center">
        <Button size="lg" onClick={onNext} data-autofocus>{words.next}</Button>
        <Button size="lg" variant="default" leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => window.print()}>{words.print}</Button>
        {booked?.voided !== true && !voiding && <Button size="lg" variant="default" onClick={() => setAsking(true)}>{words.voidIt}</Button>}
      </Group>
      {asking && <ConfirmDialog title={words.voidTitle} text={words.voidText} action={words.voidIt} error={null} busy={false} onConfirm={voidIt} onClose={() => setAsking(false)} />}
    </Stack>
  );
}

/** The receipt as the customer gets it. */
function Paper({ rang: { sale, change }, booked }: { rang: Rang; booked: Answer<'recordSale'> | null }) {
  const words = useTillWords();
  const format = useFormat();
  const methods = useMethod();
  const places = usePlaces();
  const money = (amount: number): string => format.money(amount, sale.currency ?? 'EUR');
  const row = (key: string, what: string, amount: number): React.ReactNode => <tr key={key}><td>{what}</td><td>{money(amount)}</td></tr>;
  return (
    <section className={classes.paper} aria-label={words.receipt(sale.receipt)}>
      <strong>{words.receipt(sale.receipt)}</strong><br />{format.moment(sale.soldAt)}
      <hr />
      <table><tbody>
        {sale.lines.map((line, index) => row(`line ${index}`, `${line.quantity} × ${line.name ?? line.code ?? ''}${line.delivery == null ? '' : ` (${line.delivery === 'home' ? words.home : words.later})`}`, line.unitPrice * line.quantity - (line.discount ?? 0)))}
        {(sale.charges ?? []).map((charge) => row(charge.ref, charge.name, charge.amount))}
        {(sale.rounding ?? 0) !== 0 && row('rounding', words.rounding, sale.rounding ?? 0)}
        <tr><td><strong>{words.total}</strong></td><td><strong>{money(sale.total)}</strong></td></tr>
      </tbody></table>
      <hr />
      <table><tbody>
        {(sale.payments ?? []).map((payment, index) => row(`paid ${index}`, (methods as Record<string, string>)[payment.method] ?? payment.method, payment.amount))}
        {change > 0 && row('change', words.changeLine, change)}
        {vatByRate(sale).map(({ rate, amount }) => row(`vat ${rate}`, words.vat(format.percent(rate / 1_000_000)), amount))}
      </tbody></table>
      {(sale.deliveries ?? []).map((delivery) => {
        const found = booked?.deliveries.find(({ ref }) => ref === delivery.ref);
        return (
          <div key={delivery.ref}>
            <hr />
            {delivery.kind === 'collect' ? words.collectAt(places.name(delivery.location)) : words.sendTo(delivery.address.city)}{found && found.from.some((from) => delivery.kind !== 'collect' || from !== delivery.location) ? ` ${words.from(found.from.map(places.name).join(', '))}` : ''}
            {delivery.promisedBy != null && <><br />{format.day(delivery.promisedBy)}</>}
            {found?.pickupCode != null && <div className={classes.code}>{words.pickupCode(found.pickupCode)}</div>}
          </div>
        );
      })}
    </section>
  );
}
