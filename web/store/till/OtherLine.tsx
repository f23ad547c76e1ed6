/** Selling what no barcode tells: a gift card, or a product that is not in the assortment. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import type { BasketLine } from './basket.ts';
import { useTillWords } from './words.ts';

export interface OtherLineProps { kind: BasketLine['kind']; code: string | null; currency: string; onAdd: (line: BasketLine) => void; onClose: () => void }

/** The rate of what nobody knows: the standard one, so that too much VAT is never kept back from the state. */
const STANDARD_RATE = 210_000;

export function OtherLine({ kind, code, currency, onAdd, onClose }: OtherLineProps) {
  const words = useTillWords();
  const [name, setName] = useState('');
  const [price, setPrice] = useState<number | null>(null);
  const goods = kind === 'goods';
  const ready = (price ?? 0) > 0 && (!goods || name.trim() !== '');
  const add = (): void => {
    if (!ready || price === null) return;
    onAdd({ key: crypto.randomUUID(), code, sku: null, kind, name: goods ? name.trim() : words.giftCardName, size: null, picture: null, quantity: 1, price, discount: 0, vatRate: goods ? STANDARD_RATE : null, way: 'along' });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={goods ? words.otherTitle : words.giftCard} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); add(); }}>
        <Stack>
          {goods && <TextInput label={words.otherName} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus autoComplete="off" />}
          <MoneyInput label={words.amount} value={price} onChange={setPrice} currency={currency} min={1} required />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" disabled={!ready}>{words.add}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
