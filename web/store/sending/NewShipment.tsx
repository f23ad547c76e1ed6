/** A new internal shipment: to or from which location, and the products, by scan. */
import { Alert, Button, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import type { FoundProduct } from '../../parts/shop/findProduct.ts';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useSendingWords } from './words.ts';

interface Wanted { product: FoundProduct; quantity: number }

export function NewShipment({ location, onMade }: { location: string; onMade: (id: string, sends: boolean) => void }) {
  const words = useSendingWords();
  const places = usePlaces();
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [way, setWay] = useState<'send' | 'ask'>('send');
  const [other, setOther] = useState<string | null>(null);
  const [wanted, setWanted] = useState<readonly Wanted[]>([]);
  const [note, setNote] = useState('');
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const units = wanted.reduce((sum, { quantity }) => sum + quantity, 0);
  const make = useMutation({
    mutationFn: () => {
      const [origin, destination] = way === 'send' ? [location, other ?? ''] : [other ?? '', location];
      const body = { origin, destination, note: note.trim() === '' ? null : note.trim(), lines: wanted.map(({ product, quantity }) => ({ code: product.sku, quantity })) };
      return call('askReplenishment', { body }, { key: keyFor(body) });
    },
    onSuccess: ({ id }) => { feedback('done'); void queries.invalidateQueries({ queryKey: ['listReplenishments'] }); onMade(id, way === 'send'); }, onError: () => feedback('wrong'),
  });
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const set = (sku: string, quantity: number): void => setWanted((before) => before.flatMap((one) => (one.product.sku !== sku ? [one] : quantity > 0 ? [{ ...one, quantity }] : [])));
  const onScan = (code: string): void => {
    void findProduct(code).then((product) => {
      if (!product) return say(words.unknown(code), true);
      setWanted((before) => (before.some((one) => one.product.sku === product.sku) ? before.map((one) => (one.product.sku === product.sku ? { ...one, quantity: one.quantity + product.pieces } : one)) : [...before, { product, quantity: product.pieces }]));
      return say(words.added(product.name), false);
    }, () => say(words.unknown(code), true));
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (units > 0 && other !== null) make.mutate(); }}>
      <Stack gap="md" maw={760}>
        <Radio.Group label={words.which} value={way} onChange={(value) => setWay(value as 'send' | 'ask')}><Stack gap="xs" mt="xs"><Radio size="md" value="send" label={words.send} /><Radio size="md" value="ask" label={words.ask} /></Stack></Radio.Group>
        <Select size="md" label={words.place} required searchable value={other} onChange={setOther} data={places.options.filter(({ value }) => value !== location)} />
        <ScanField onScan={onScan} label={words.scan} />
        {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
        {wanted.length > 0 && <Rows label={words.inIt}>{wanted.map(({ product, quantity }) => <ProductLine key={product.sku} product={product} facts={product.sku}><Stepper of={product.name} value={quantity} onChange={(next) => set(product.sku, next)} /></ProductLine>)}</Rows>}
        <TextInput size="md" label={words.note} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
        <ProblemAlert error={make.error} />
        <Button type="submit" size="lg" loading={make.isPending} disabled={units === 0 || other === null}>{units === 0 ? words.none : words.ready(units)}</Button>
      </Stack>
    </form>
  );
}
