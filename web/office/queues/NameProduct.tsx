/** Saying which product an unknown line was: found by words or code, and its barcode remembered if that is wanted. */
import { Button, Checkbox, Group, Radio, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { defineWords } from '../../shell/language.ts';
import { useRefresh } from './decide.ts';

const useWords = defineWords({
  title: 'Which product was it?', help: 'It becomes a line like any other: what was taken along leaves the stock as of the moment it was sold, and the hold goes.', search: 'Product', placeholder: 'Name, size, SKU or barcode', type: 'Type at least two letters of the product.', none: 'Nothing found.',
  learn: 'Remember the barcode', learnHint: (code: string) => `The next till that scans ${code} knows it.`, action: 'This is it', of: (quantity: string, name: string) => `${quantity} × ${name}`, line: 'Line',
}, {
  title: 'Welk product was het?', help: 'Het wordt een gewone regel: wat is meegenomen gaat uit de voorraad op het moment van de verkoop, en de bestelling wordt niet meer vastgehouden.', search: 'Product', placeholder: 'Naam, maat, SKU of streepjescode', type: 'Typ minstens twee letters van het product.', none: 'Niets gevonden.',
  learn: 'Streepjescode onthouden', learnHint: (code: string) => `De volgende kassa die ${code} scant, kent het.`, action: 'Dit is het', of: (quantity: string, name: string) => `${quantity} × ${name}`, line: 'Regel',
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
  const keys = useRef(new Map<string, string>());
  const [search, setSearch] = useState('');
  const [sku, setSku] = useState<string | null>(null);
  const [learn, setLearn] = useState(true);
  const remember = learn && gtin !== null;
  const name = useMutation({
    mutationFn: (chosen: string) => {
      const key = keys.current.get(`${chosen} ${remember}`) ?? crypto.randomUUID();
      keys.current.set(`${chosen} ${remember}`, key);
      return call('nameProduct', { order, line: line.line, body: { sku: chosen, learn: remember } }, { key });
    },
    onSuccess: () => { onDone(); void refresh(); },
  });
  return (
    <Stack gap="sm" mt="lg" component="form" onSubmit={(event: FormEvent) => { event.preventDefault(); if (sku !== null) name.mutate(sku); }}>
      <div><Title order={3}>{words.title}</Title><Text size="sm">{words.of(String(line.quantity), line.name)}</Text><Text size="sm" c="dimmed">{words.help}</Text></div>
      <TextInput label={words.search} placeholder={words.placeholder} leftSection={<IconSearch size={16} aria-hidden />} value={search} onChange={(event) => { setSearch(event.currentTarget.value); setSku(null); }} onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} />
      <Found search={search} sku={sku} choose={setSku} />
      {gtin !== null && <Checkbox label={words.learn} description={words.learnHint(gtin)} checked={learn} onChange={(event) => setLearn(event.currentTarget.checked)} />}
      <ProblemAlert error={name.error} />
      <Group><Button type="submit" disabled={sku === null} loading={name.isPending}>{words.action}</Button></Group>
    </Stack>
  );
}

function Found({ search, sku, choose }: { search: string; sku: string | null; choose: (sku: string) => void }) {
  const words = useWords();
  const [asked] = useDebouncedValue(search.trim(), 200);
  const found = useQuery({ ...read('listVariants', { search: asked, active: 'true', limit: 8 }), enabled: asked.length >= 2 });
  if (asked.length < 2) return <Text size="sm" c="dimmed">{words.type}</Text>;
  if (!found.data) return <Skeleton h={120} />;
  if (found.data.items.length === 0) return <Text size="sm" c="dimmed" role="status">{words.none}</Text>;
  return (
    <Radio.Group value={sku ?? ''} onChange={choose} aria-label={words.title}>
      <Stack gap={6}>{found.data.items.map((variant) => <Radio key={variant.sku} value={variant.sku} label={<><Text span size="sm" fw={600}>{variant.name}</Text> <Text span size="sm" c="dimmed">{variant.sku}</Text></>} />)}</Stack>
    </Radio.Group>
  );
}
