/** One size of a product: what lies here and in which state, its other sizes, and which locations have it. */
import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createLink } from '@tanstack/react-router';
import { IconAdjustments, IconClipboardCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { ComponentProps } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { RowsLoading } from '../../parts/shop/Rows.tsx';
import { bySize, sizeOf } from '../../parts/shop/sizes.ts';
import { useStockState, wordOf } from '../../parts/words.ts';
import { CorrectDialog } from './CorrectDialog.tsx';
import { Movements } from './Movements.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { stockRoute } from './routes.ts';
import classes from './stock.module.css';
import { useStockWords } from './words.ts';
import type { Balances } from './balances.ts';

type Network = Answer<'stockNetwork'>;

export function ProductStock({ sku }: { sku: string }) {
  const { location } = stockRoute.useParams();
  const network = useQuery(read('stockNetwork', { sku, from: location }, { kinds: ['stock', 'order'] }));
  const balances = useQuery(read('getStock', { sku: [sku], location }, { kinds: ['stock', 'order', 'load'] }));
  if (network.isError) return <PageProblem error={network.error} retry={() => void network.refetch()} />;
  if (network.isPending || balances.isPending) return <RowsLoading />;
  const { product, sizes } = network.data;
  const size = sizes.find((one) => one.sku === sku);
  return (
    <Stack gap="lg">
      <Group wrap="nowrap" align="flex-start">
        <ProductPicture picture={size?.picture ?? product.picture} name={product.name} size={104} />
        <Stack gap={2}><Title order={2}>{size?.name ?? product.name}</Title><Text c="dimmed">{[product.brand, sku].filter((one) => one !== null).join(' · ')}</Text></Stack>
      </Group>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="lg"><Sizes network={network.data} sku={sku} location={location} /><Here {...{ sku, location, product: product.code, balances: balances.data?.balances ?? [] }} /></Stack>
        <Stack gap="lg"><Elsewhere network={network.data} sku={sku} location={location} /><Movements sku={sku} location={location} /></Stack>
      </SimpleGrid>
    </Stack>
  );
}

interface TileProps extends ComponentProps<'a'> { size: string; here: number; chosen: boolean }
/** A size and how many are here; what the eye sees from where they stand is said in words to others. */
function SizeTile({ size, here, chosen, ...link }: TileProps) {
  const { size: words } = useStockWords();
  return (
    <a {...link} className={classes.size} aria-current={chosen} data-none={here === 0}>
      <Text span fw={700} size="lg"><VisuallyHidden>{words.before}</VisuallyHidden>{size}</Text>
      <Text span size="sm"><VisuallyHidden>{words.between}</VisuallyHidden>{here}<VisuallyHidden>{words.after}</VisuallyHidden></Text>
    </a>
  );
}
const Tile = createLink(SizeTile);

function Sizes({ network, sku, location }: { network: Network; sku: string; location: string }) {
  const words = useStockWords();
  const stock = network.locations.find((one) => one.location === location)?.available ?? [];
  return (
    <Stack gap="xs" component="section" aria-label={words.sizes}>
      <Title order={3}>{words.sizes}</Title>
      <ul className={classes.sizes}>
        {[...network.sizes].sort(bySize).map((one) => {
          const here = stock.find((entry) => entry.sku === one.sku)?.quantity ?? 0;
          return <li key={one.sku}><Tile to={`/${location}/stock`} search={{ sku: one.sku } as never} size={sizeOf(one)} here={here} chosen={one.sku === sku} style={{ width: '100%' }} /></li>;
        })}
      </ul>
    </Stack>
  );
}

function Here({ sku, location, product, balances }: { sku: string; location: string; product: string; balances: Balances }) {
  const words = useStockWords();
  const states = useStockState();
  const navigate = stockRoute.useNavigate();
  const [correcting, setCorrecting] = useState(false);
  const place = useQuery(read('listPlaces', { location, sku, limit: 1 }));
  const count = useMutation({ mutationFn: () => call('startCount', { body: { location, scope: { kind: 'products', products: [product] } } }), onSuccess: ({ id }) => navigate({ to: `/${location}/counts/${id}` } as never) });
  const sellable = balances.find((one) => one.state === 'sellable');
  const others = balances.filter((one) => one.state !== 'sellable' && one.quantity > 0);
  const lies = place.data?.places[0]?.place;
  return (
    <Paper withBorder p="md" component="section" aria-label={words.here}>
      <Stack gap="sm">
        <Group justify="space-between"><Title order={3}>{words.here}</Title>{lies !== undefined && <Badge size="lg" variant="light" tt="none" autoContrast>{words.place(lies)}</Badge>}</Group>
        {(sellable?.quantity ?? 0) === 0 && others.length === 0 ? <Text c="dimmed">{words.nothingHere}</Text> : (
          <dl className={classes.facts}>
            <dt>{words.onShelf}</dt><dd>{sellable?.quantity ?? 0}</dd>
            {(sellable?.reserved ?? 0) > 0 && <><dt>{words.reserved}</dt><dd>−{sellable?.reserved}</dd></>}
            <dt data-strong>{words.availableHere}</dt><dd data-strong>{sellable?.available ?? 0}</dd>
            {others.map((one) => <Fact key={one.state} label={wordOf(states, one.state)} value={one.quantity} />)}
          </dl>
        )}
        <ProblemAlert error={count.error} />
        <Group grow>
          <Button size="md" variant="default" leftSection={<IconAdjustments size={20} aria-hidden />} onClick={() => setCorrecting(true)}>{words.correct}</Button>
          <Button size="md" variant="default" leftSection={<IconClipboardCheck size={20} aria-hidden />} loading={count.isPending} onClick={() => count.mutate()}>{words.count}</Button>
        </Group>
      </Stack>
      {correcting && <CorrectDialog {...{ sku, location, balances }} onClose={() => setCorrecting(false)} />}
    </Paper>
  );
}

const Fact = ({ label, value }: { label: string; value: number }) => <><dt>{label}</dt><dd>{value}</dd></>;
