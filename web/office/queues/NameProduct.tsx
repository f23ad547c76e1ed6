/** Saying which product an unknown line was: found by words or code, and its barcode remembered if that is wanted. */
import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { ProductSearch } from '../../parts/ProductSearch.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { defineWords } from '../../shell/language.ts';
import { useRefresh } from './decide.ts';

const useWords = defineWords({
  title: 'Which product was it?', help: 'It becomes a line like any other: what was taken along leaves the stock as of the moment it was sold, and the hold goes.',
  learn: 'Remember the barcode', learnHint: (code: string) => `The next till that scans ${code} knows it.`, action: 'This is it', of: (quantity: string, name: string) => `${quantity} × ${name}`,
}, {
  title: 'Welk product was het?', help: 'Het wordt een gewone regel: wat is meegenomen gaat uit de voorraad op het moment van de verkoop, en de bestelling wordt niet meer vastgehouden.',
  learn: 'Streepjescode onthouden', learnHint: (code: string) => `De volgende kassa die ${code} scant, kent het.`, action: 'Dit is het', of: (quantity: string, name: string) => `${quantity} × ${name}`,
});

type Order = Answer<'getOrder'>;
interface Unknown { line: Order['lines'][number]; gtin: string | null }

/** The line that a hold is about, and what was scanned; of a hold from before it said so, the first line that nobody knows. */
function unknownOf({ lines, holds }: Order, hold: string): Unknown | null {
  const about = holds.find(({ id }) => id === hold);
  const line = lines.find((one) => (about?.line === undefined ? one.kind === 'goods' && one.sku === null : one.line === about.line));
  return line === undefined ? null : { line, gtin: about?.gtin ?? null };
}

export function NameProduct({ hold, order, onDone }: { hold: string; order: string; onDone: () => void }) {
  const { data } = useQuery(read('getOrder', { order }, { kinds: ['order'], id: order }));
  const unknown = data ? unknownOf(data, hold) : null;
  return unknown && data?.can.includes('name_product') === true ? <Form order={order} unknown={unknown} onDone={onDone} /> : null;
}

function Form({ order, unknown: { line, gtin }, onDone }: { order: string; unknown: Unknown; onDone: () => void }) {
  const words = useWords();
  const refresh = useRefresh();
  const keyFor = useIntention();
  const [sku, setSku] = useState<string | null>(null);
  const [learn, setLearn] = useState(true);
  const remember = learn && gtin !== null;
  const name = useMutation({
    mutationFn: (chosen: string) => {
      const body = { sku: chosen, learn: remember };
      return call('nameProduct', { order, line: line.line, body }, { key: keyFor(body) });
    },
    onSuccess: () => { onDone(); void refresh(); },
  });
  return (
    <Stack gap="sm" mt="lg" component="form" onSubmit={(event: FormEvent) => { event.preventDefault(); if (sku !== null) name.mutate(sku); }}>
      <div><Title order={3}>{words.title}</Title><Text size="sm">{words.of(String(line.quantity), line.name)}</Text><Text size="sm" c="dimmed">{words.help}</Text></div>
      <ProductSearch sku={sku} choose={setSku} />
      {gtin !== null && <Checkbox label={words.learn} description={words.learnHint(gtin)} checked={learn} onChange={(event) => setLearn(event.currentTarget.checked)} />}
      <ProblemAlert error={name.error} />
      <Group><Button type="submit" disabled={sku === null} loading={name.isPending}>{words.action}</Button></Group>
    </Stack>
  );
}
