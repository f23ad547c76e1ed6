/** Starting a count: of some products by scan, of a range of places, or of everything. */
import { ActionIcon, Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { countsRoute } from './routes.ts';
import { useCountWords } from './words.ts';

type Scope = Input<'startCount'>['body']['scope'];
type Kind = 'products' | 'places' | 'all';
interface Chosen { product: string; name: string; picture: string | null }

export function NewCount({ location, onClose }: { location: string; onClose: () => void }) {
  const words = useCountWords();
  const navigate = countsRoute.useNavigate();
  const keyFor = useIntention();
  const [kind, setKind] = useState<Kind>('products');
  const [products, setProducts] = useState<Chosen[]>([]);
  const [range, setRange] = useState({ from: '', to: '' });
  const scope: Scope | null = kind === 'all' ? { kind } : kind === 'products' ? (products.length > 0 ? { kind, products: products.map((one) => one.product) } : null) : range.from.trim() !== '' && range.to.trim() !== '' ? { kind, from: range.from.trim(), to: range.to.trim() } : null;
  const start = useMutation({
    mutationFn: (of: Scope) => { const body = { location, scope: of }; return call('startCount', { body }, { key: keyFor(body) }); },
    onSuccess: ({ id }) => navigate({ to: `/${location}/counts/${id}` } as never),
  });
  return (
    <Modal opened onClose={onClose} title={words.what} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      <form onSubmit={(event) => { event.preventDefault(); if (scope) start.mutate(scope); }}>
        <Stack gap="md">
          <SegmentedControl fullWidth size="md" aria-label={words.what} value={kind} onChange={(value) => setKind(value as Kind)} data={(['products', 'places', 'all'] as const).map((value) => ({ value, label: words.kinds[value] }))} />
          <Text c="dimmed">{{ products: words.productsHint, places: words.placesHint, all: words.allHint }[kind]}</Text>
          {kind === 'places' && <Group grow align="flex-start"><TextInput size="md" label={words.from} value={range.from} maxLength={50} onChange={(event) => setRange({ ...range, from: event.currentTarget.value })} required /><TextInput size="md" label={words.to} value={range.to} maxLength={50} onChange={(event) => setRange({ ...range, to: event.currentTarget.value })} required /></Group>}
          <ProblemAlert error={start.error} />
        </Stack>
      </form>
      {kind === 'products' && <Products products={products} onChange={setProducts} />}
      <Group justify="flex-end" mt="md"><Button size="md" variant="default" onClick={onClose}>{words.cancel}</Button><Button size="md" disabled={scope === null} loading={start.isPending} onClick={() => { if (scope) start.mutate(scope); }}>{words.begin}</Button></Group>
    </Modal>
  );
}

/** Products by scan; another size of one that is chosen already changes nothing. */
function Products({ products, onChange }: { products: readonly Chosen[]; onChange: (next: (before: Chosen[]) => Chosen[]) => void }) {
  const words = useCountWords();
  const [wrong, setWrong] = useState<string | null>(null);
  const onScan = (code: string): void => {
    void findProduct(code).then((found) => {
      feedback(found ? 'right' : 'wrong');
      setWrong(found ? null : words.unknown(code));
      if (found) onChange((before) => (before.some((one) => one.product === found.product) ? before : [...before, { product: found.product, name: found.name, picture: found.picture }]));
    }, () => setWrong(words.unknown(code)));
  };
  return (
    <Stack gap="sm">
      <ScanField label={words.scanProduct} onScan={onScan} />
      {wrong !== null && <Alert color="red" variant="light" role="alert" py="xs">{wrong}</Alert>}
      {products.length > 0 && (
        <Rows label={words.kinds.products}>
          {products.map((one) => <ProductLine key={one.product} product={one} size={44}><ActionIcon size={44} variant="default" aria-label={words.remove(one.name)} onClick={() => onChange((before) => before.filter((other) => other.product !== one.product))}><IconX size={20} aria-hidden /></ActionIcon></ProductLine>)}
        </Rows>
      )}
    </Stack>
  );
}
