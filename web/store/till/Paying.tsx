/** Paying the receipt: by card as the terminal says, in cash with its rounding and change, by gift card, or by several of them. */
import { ActionIcon, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { useFormat } from '../../shell/format.ts';
import { cashFor, paidSoFar } from './basket.ts';
import type { Paid } from './basket.ts';
import classes from './till.module.css';
import { useTillWords } from './words.ts';

export interface Payment { paid: Paid[]; rounding: number; change: number }
export interface PayingProps { total: number; currency: string; cashRounding: number | null; onPaid: (payment: Payment) => void; onClose: () => void }

type Means = Paid['method'];

export function Paying({ total, currency, cashRounding, onPaid, onClose }: PayingProps) {
  const words = useTillWords();
  const format = useFormat();
  const [paid, setPaid] = useState<Paid[]>([]);
  const [means, setMeans] = useState<Means>('card');
  const { rest } = paidSoFar(total, paid, 0);
  const names: Record<Means, string> = { card: words.card, cash: words.cash, gift_card: words.gift };
  /** A payment more; with the last one the receipt is done. */
  const add = (one: Paid, { rounding = 0, change = 0 }: { rounding?: number; change?: number } = {}): void => {
    const all = one.amount === 0 ? paid : [...paid, one];
    if (paidSoFar(total, all, rounding).rest === 0) return onPaid({ paid: all, rounding, change });
    setPaid(all);
  };
  return (
    <Modal opened onClose={onClose} title={words.payTitle} centered closeButtonProps={{ 'aria-label': words.close }} size="md">
      <Stack>
        <Text className={classes.figure} role="status">{rest === 0 ? words.free : words.toPay(format.money(rest, currency))}</Text>
        {paid.map((one, index) => (
          <Group key={index} justify="space-between"><Text>{words.paidBy(names[one.method], format.money(one.amount, currency))}</Text><ActionIcon size={44} variant="default" aria-label={words.undo(names[one.method])} onClick={() => setPaid(paid.filter((_other, at) => at !== index))}><IconX size={20} aria-hidden /></ActionIcon></Group>
        ))}
        {rest === 0 ? <Button size="lg" onClick={() => onPaid({ paid, rounding: 0, change: 0 })}>{words.finish}</Button> : (
          <>
            <SegmentedControl fullWidth size="md" aria-label={words.means} value={means} onChange={(value) => setMeans(value as Means)} data={(['card', 'cash', 'gift_card'] as const).map((value) => ({ value, label: names[value] }))} />
            {means === 'card' && <Card key={rest} rest={rest} currency={currency} onAdd={add} />}
            {means === 'cash' && <Cash key={rest} rest={rest} currency={currency} step={cashRounding} onAdd={add} />}
            {means === 'gift_card' && <GiftCard key={rest} rest={rest} currency={currency} onAdd={add} />}
          </>
        )}
      </Stack>
    </Modal>
  );
}

interface MeansProps { rest: number; currency: string; onAdd: (paid: Paid, closing?: { rounding?: number; change?: number }) => void }

function Card({ rest, currency, onAdd }: MeansProps) {
  const words = useTillWords();
  const format = useFormat();
  const [amount, setAmount] = useState<number | null>(rest);
  const fits = amount !== null && amount > 0 && amount <= rest;
  return (
    <>
      <Text size="sm">{words.cardHelp}</Text>
      <MoneyInput label={words.cardAmount} value={amount} onChange={setAmount} currency={currency} />
      <Button size="lg" px="sm" styles={{ label: { whiteSpace: 'normal', lineHeight: 1.2 } }} disabled={!fits} onClick={() => { if (fits) onAdd({ method: 'card', amount, ref: null }); }}>{words.cardPaid(format.money(amount ?? 0, currency))}</Button>
    </>
  );
}

/** Banknotes that somebody may hand over, from the least that covers it. */
const NOTES = [500, 1000, 2000, 5000, 10_000, 20_000] as const;

function Cash({ rest, currency, step, onAdd }: MeansProps & { step: number | null }) {
  const words = useTillWords();
  const format = useFormat();
  const due = cashFor(rest, step);
  const [given, setGiven] = useState<number | null>(null);
  const change = (given ?? due) - due;
  return (
    <>
      <Text size="lg" fw={650}>{due === 0 ? words.noCoin(format.money(rest, currency)) : words.cashDue(format.money(due, currency))}</Text>
      <Group gap="xs"><Button variant="default" onClick={() => setGiven(due)}>{words.exact}</Button>{NOTES.filter((note) => note > due).slice(0, 3).map((note) => <Button key={note} variant="default" onClick={() => setGiven(note)}>{format.money(note, currency)}</Button>)}</Group>
      <MoneyInput label={words.given} value={given} onChange={setGiven} currency={currency} error={given !== null && change < 0 ? words.tooLittle : null} />
      {given !== null && change >= 0 && <Text className={classes.figure} role="status">{words.change(format.money(change, currency))}</Text>}
      <Button size="lg" disabled={given === null || change < 0 || due === 0} onClick={() => onAdd({ method: 'cash', amount: due, ref: null }, { rounding: due - rest, change })}>{words.cashPaid}</Button>
    </>
  );
}

function GiftCard({ rest, currency, onAdd }: MeansProps) {
  const words = useTillWords();
  const [number, setNumber] = useState('');
  const [amount, setAmount] = useState<number | null>(rest);
  const fits = amount !== null && amount > 0 && amount <= rest && number.trim() !== '';
  return (
    <>
      <TextInput label={words.giftNumber} value={number} onChange={(event) => setNumber(event.currentTarget.value)} autoComplete="off" inputMode="numeric" required />
      <MoneyInput label={words.giftAmount} value={amount} onChange={setAmount} currency={currency} />
      <Button size="lg" disabled={!fits} onClick={() => { if (fits) onAdd({ method: 'gift_card', amount, ref: number.trim() }); }}>{words.giftPaid}</Button>
    </>
  );
}
