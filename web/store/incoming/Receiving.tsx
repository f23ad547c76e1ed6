/** Counting a tote and booking it in: scans count, the rest is said by hand, and the differences are shown before they are booked. */
import { Alert, Anchor, Badge, Button, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { useKept } from '../../parts/shop/useKept.ts';
import { piecesOf } from '../../scanning/codes.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { counted, differences, expectedBy, expectedOf, foundBody, set } from './counting.ts';
import type { Countable, Counts, Load } from './counting.ts';
import { useIncomingWords } from './words.ts';

export function Receiving({ load, onDone }: { load: Load; onDone: (done: Answer<'receiveLoad'>) => void }) {
  const words = useIncomingWords();
  const queries = useQueryClient();
  const [counts, setCounts, letGo] = useKept<Counts>(`load ${load.id} ${load.receipts.length}`, {});
  const [shelves, setShelves] = useState<Record<string, string>>({});
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const keyFor = useIntention();
  const result = differences(load, counts);
  const book = useMutation({
    mutationFn: () => {
      const body = { found: foundBody(counts), shelves: Object.entries(shelves).flatMap(([order, shelf]) => (shelf.trim() === '' ? [] : [{ order, shelf: shelf.trim() }])) };
      return call('receiveLoad', { code: load.code, body }, { key: keyFor(body) });
    },
    onSuccess: (done) => { feedback('done'); letGo(); onDone(done); void queries.invalidateQueries({ queryKey: ['listLoads'] }); }, onError: () => feedback('wrong'),
  });
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const onScan = (code: string): void => {
    const expected = expectedBy(load, code);
    if (expected) {
      const pieces = piecesOf(code, expected);
      const over = (counts[expected.sku]?.good ?? 0) + (counts[expected.sku]?.damaged ?? 0) + pieces > expected.quantity;
      setCounts((before) => counted(before, expected.sku, expected.name, pieces));
      say(over ? words.over(expected.name) : words.scanned(expected.name), over);
      return;
    }
    void findProduct(code).then((product) => {
      if (!product) return say(words.unknown(code), true);
      setCounts((before) => counted(before, product.sku, product.name, product.pieces));
      return say(`${product.name}: ${words.extra.toLowerCase()}`, true);
    }, () => say(words.unknown(code), true));
  };
  return (
    <Stack gap="md">
      <ScanField onScan={onScan} label={words.scanProduct} />
      {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
      <Expected {...{ load, counts, setCounts }} />
      <Strangers title={words.extra} {...{ load, counts, setCounts }} />
      <Differences result={result} any={result.total > 0 || Object.keys(counts).length > 0} />
      <Shelves {...{ load, shelves, setShelves }} />
      <ProblemAlert error={book.error} />
      <Button size="lg" loading={book.isPending} onClick={() => book.mutate()}>{Object.keys(counts).length === 0 ? words.all : words.book(result.total)}</Button>
      {Object.keys(counts).length > 0 && <Button variant="subtle" onClick={() => { setCounts({}); setSaid(null); }}>{words.again}</Button>}
    </Stack>
  );
}

interface Part { load: Countable; counts: Counts; setCounts: (next: (before: Counts) => Counts) => void }

/** What should be there, with what was counted of it. */
export function Expected({ load, counts, setCounts }: Part) {
  const words = useIncomingWords();
  return (
    <Rows label={words.inside}>
      {load.products.map((product) => {
        const found = counts[product.sku];
        const n = (found?.good ?? 0) + (found?.damaged ?? 0);
        return (
          <ProductLine key={product.sku} product={product} tone={found === undefined ? undefined : n === product.quantity && found.damaged === 0 ? 'good' : 'bad'}
            facts={<Group gap="xs">
              <span>{found === undefined ? words.notLooked : words.count(n, product.quantity)}</span>
              {found === undefined && <Anchor component="button" type="button" size="sm" mih={24} onClick={() => setCounts((before) => set(before, product.sku, product.name, { good: 0 }))}>{words.absent}</Anchor>}
              {found !== undefined && found.good > 0 && <Anchor component="button" type="button" size="sm" mih={24} onClick={() => setCounts((before) => set(before, product.sku, product.name, { good: found.good - 1, damaged: found.damaged + 1 }))}>{words.noDamage}</Anchor>}
              {found !== undefined && found.damaged > 0 && <Badge color="red" variant="light" tt="none" autoContrast>{found.damaged} × {words.damaged.toLowerCase()}</Badge>}
            </Group>}>
            <Stepper of={product.name} value={found === undefined ? null : n} suffix={`/ ${product.quantity}`} onChange={(next) => setCounts((before) => set(before, product.sku, product.name, { good: Math.max(0, next - (found?.damaged ?? 0)), damaged: Math.min(found?.damaged ?? 0, next) }))} />
          </ProductLine>
        );
      })}
    </Rows>
  );
}

/** Products that were found and were not to be expected. */
export function Strangers({ title, load, counts, setCounts }: Part & { title: string }) {
  const words = useIncomingWords();
  const strangers = Object.entries(counts).filter(([sku]) => expectedOf(load, sku) === 0);
  if (strangers.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{title}</Title>
      <Rows label={title}>
        {strangers.map(([sku, { name, good }]) => (
          <ProductLine key={sku} product={{ name }} tone="bad" facts={<Anchor component="button" type="button" size="sm" mih={24} onClick={() => setCounts((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== sku)))}>{words.remove}</Anchor>}>
            <Stepper of={name} value={good} min={1} onChange={(next) => setCounts((before) => set(before, sku, name, { good: next }))} />
          </ProductLine>
        ))}
      </Rows>
    </Stack>
  );
}

function Differences({ result: { differences: found, blank }, any }: { result: ReturnType<typeof differences>; any: boolean }) {
  const words = useIncomingWords();
  if (!any || (found.length === 0 && blank === 0)) return null;
  const text = { missing: words.missing, damaged: words.broken, surplus: words.surplus };
  return (
    <Alert color={found.length > 0 ? 'orange' : 'blue'} variant="light" title={words.differences}>
      <List size="sm">{found.map(({ kind, sku, name, n }) => <List.Item key={`${kind} ${sku}`}>{text[kind](n, name)}</List.Item>)}{blank > 0 && <List.Item>{words.blank(blank)}</List.Item>}</List>
    </Alert>
  );
}

/** A place for what will be collected here; goods on their way to a customer's parcel need none. */
function Shelves({ load, shelves, setShelves }: { load: Load; shelves: Record<string, string>; setShelves: (next: Record<string, string>) => void }) {
  const words = useIncomingWords();
  const pickups = load.orders.filter((order) => order.kind === 'pickup');
  if (pickups.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label={words.shelves}>
      <Title order={2} size="h3">{words.shelves}</Title>
      <Text size="sm" c="dimmed" mb="sm">{words.shelfHint}</Text>
      <Stack gap="sm">{pickups.map((order) => <TextInput key={`${order.order} ${order.delivery}`} size="md" maxLength={50} label={words.shelfOf(order.number)} value={shelves[order.order] ?? ''} onChange={(event) => setShelves({ ...shelves, [order.order]: event.currentTarget.value })} autoComplete="off" />)}</Stack>
    </Paper>
  );
}
