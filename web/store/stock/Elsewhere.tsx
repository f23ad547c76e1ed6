/** Which other locations have this size: how many, how far, and whether they are open, so that a customer can be told where to go. */
import { Badge, Stack, Text, Title } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { bySize, sizeOf } from '../../parts/shop/sizes.ts';
import { useLocationKind, wordOf } from '../../parts/words.ts';
import { now } from '../../shell/clock.ts';
import { useFormat } from '../../shell/format.ts';
import shop from '../../parts/shop/shop.module.css';
import { useStockWords } from './words.ts';

type Network = Answer<'stockNetwork'>;
type Place = Network['locations'][number];

export function Elsewhere({ network, sku, location }: { network: Network; sku: string; location: string }) {
  const words = useStockWords();
  const places = network.locations.filter((one) => one.location !== location && [...one.available, ...one.kept].some((size) => size.sku === sku));
  return (
    <Stack gap="xs" component="section" aria-label={words.others}>
      <Title order={3}>{words.others}</Title>
      {places.length === 0 ? <Empty title={words.nowhere} text={words.nowhereText} /> : <Rows label={words.others}>{places.map((place) => <Row key={place.location} {...{ place, network, sku }} />)}</Rows>}
    </Stack>
  );
}

function Row({ place, network, sku }: { place: Place; network: Network; sku: string }) {
  const words = useStockWords();
  const format = useFormat();
  const kinds = useLocationKind();
  const n = place.available.find((one) => one.sku === sku)?.quantity ?? 0;
  const kept = place.kept.reduce((sum, one) => sum + (one.sku === sku ? one.quantity : 0), 0);
  const others = network.sizes.filter((size) => size.sku !== sku && place.available.some((one) => one.sku === size.sku)).sort(bySize).map(sizeOf);
  // Whether a warehouse is open is nothing to a customer.
  const opening = place.kind === 'store' ? openingOf(place, words, format.time) : wordOf(kinds, place.kind);
  return (
    <li className={shop.line}>
      <Stack gap={2} miw={0}>
        <Text fw={650}>{place.name}</Text>
        <Text size="sm" c="dimmed">{[...(place.metres === null ? [] : [words.km(format.number(place.metres / 1000, place.metres < 10_000 ? 1 : 0))]), opening].join(' · ')}</Text>
        {kept > 0 && <Text size="sm" c="dimmed">{words.keptForOthers(kept)}</Text>}
        {others.length > 0 && <Text size="sm" c="dimmed">{words.otherSizes(others.join(', '))}</Text>}
      </Stack>
      <Badge size="xl" variant="light" color={n > 1 ? 'teal' : 'orange'} tt="none" autoContrast>{n} {words.available}</Badge>
    </li>
  );
}

function openingOf({ open, today }: Place, words: ReturnType<typeof useStockWords>, time: (at: string) => string): string {
  const at = now().toISOString();
  const current = today.find((hours) => hours.from <= at && at < hours.until);
  if (open && current) return words.openUntil(time(current.until));
  const next = today.find((hours) => hours.from > at);
  return next ? words.opens(time(next.from)) : words.closedToday;
}
