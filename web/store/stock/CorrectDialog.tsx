/** Correcting stock: so many of a product changed their state, for a reason that stays with the books. */
import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { useStockState } from '../../parts/words.ts';
import { feedback } from '../../scanning/feedback.ts';
import type { Balances } from './balances.ts';
import { useStockWords } from './words.ts';

type Line = Input<'correctStock'>['body']['lines'][number];
const STATES = ['sellable', 'damaged', 'quarantine'] as const;
type Side = (typeof STATES)[number] | 'missing' | 'found';

export function CorrectDialog({ sku, location, balances, onClose }: { sku: string; location: string; balances: Balances; onClose: () => void }) {
  const words = useStockWords();
  const states = useStockState();
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [from, setFrom] = useState<Side>(() => STATES.find((state) => balances.some((one) => one.state === state && one.quantity > 0)) ?? 'found');
  const [to, setTo] = useState<Side>(() => (from === 'sellable' ? 'damaged' : 'sellable'));
  const [quantity, setQuantity] = useState<number | string>(1);
  const [reason, setReason] = useState('');
  const there = balances.find((one) => one.state === from)?.quantity ?? 0;
  const book = useMutation({
    mutationFn: () => {
      // Goods that come to light are found into the state they are in.
      const line: Line = from === 'found' ? { sku, from: to as Line['from'], to: 'found', quantity: Number(quantity) } : { sku, from: from as Line['from'], to: to as Line['to'], quantity: Number(quantity) };
      const body = { location, lines: [line], reason: reason.trim() };
      return call('correctStock', { body }, { key: keyFor(body) });
    },
    onSuccess: () => { feedback('done'); void queries.invalidateQueries(); onClose(); }, onError: () => feedback('wrong'),
  });
  const option = (value: Side): { value: Side; label: string } => ({ value, label: value === 'found' ? words.notOnBooks : states[value] });
  return (
    <Modal opened onClose={onClose} title={words.correctTitle} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      <form onSubmit={(event) => { event.preventDefault(); book.mutate(); }}>
        <Stack gap="md">
          <Select size="md" label={words.from} description={from === 'found' ? undefined : words.thatMany(there)} value={from} onChange={(value) => setFrom((value ?? 'sellable') as Side)} data={[...STATES, 'found' as const].map(option)} allowDeselect={false} />
          <Select size="md" label={words.to} value={to} onChange={(value) => setTo((value ?? 'damaged') as Side)} data={(from === 'found' ? STATES : [...STATES, 'missing' as const]).map(option)} allowDeselect={false} error={from === to ? words.same : undefined} />
          <NumberInput size="md" label={words.quantity} value={quantity} onChange={setQuantity} min={1} max={from === 'found' ? 100_000 : Math.max(1, there)} allowDecimal={false} required />
          <TextInput size="md" label={words.reason} placeholder={words.reasonHint} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={200} required />
          <ProblemAlert error={book.error} />
          <Group justify="flex-end"><Button size="md" variant="default" onClick={onClose}>{words.cancel}</Button><Button size="md" type="submit" loading={book.isPending} disabled={from === to || reason.trim() === '' || Number(quantity) < 1 || (from !== 'found' && there === 0)}>{words.book}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
