/** The last movements of a size at this location: what came, what went, why and by whom. */
import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import shop from '../../parts/shop/shop.module.css';
import { useStockState, wordOf } from '../../parts/words.ts';
import { useCause, useStockWords } from './words.ts';

type Movement = Answer<'listStockMovements'>['movements'][number];

export function Movements({ sku, location }: { sku: string; location: string }) {
  const words = useStockWords();
  const list = useQuery(read('listStockMovements', { sku, location, limit: 8 }, { kinds: ['stock', 'order', 'load'] }));
  return (
    <Stack gap="xs" component="section" aria-label={words.movements}>
      <Title order={3}>{words.movements}</Title>
      <ProblemAlert error={list.error} />
      {list.isPending ? <Skeleton h={120} radius="md" /> : list.data?.movements.length === 0 ? <Text c="dimmed">{words.noMovements}</Text> : (
        <ul className={shop.list} aria-label={words.movements}>{list.data?.movements.map((one, index) => <Row key={`${one.recordedAt} ${index}`} movement={one} location={location} />)}</ul>
      )}
    </Stack>
  );
}

function Row({ movement, location }: { movement: Movement; location: string }) {
  const causes = useCause();
  const states = useStockState();
  const { from, to, quantity, cause, by, occurredAt } = movement;
  const sellable = (side: Movement['from']): boolean => side.location === location && side.account === 'sellable';
  // What a customer can buy is what counts here: what left the shelf is less, what came to it is more.
  const change = (sellable(to) ? quantity : 0) - (sellable(from) ? quantity : 0);
  return (
    <li className={shop.line}>
      <Stack gap={0} miw={0}>
        <Text size="sm" fw={600}>{wordOf(causes, cause.event)}{cause.order ? ` · ${cause.order.number}` : ''}</Text>
        <Text size="sm" c="dimmed">{quantity} × {wordOf(states, from.account)} → {wordOf(states, to.account)} · <Ago at={occurredAt} span />{by.name === null ? '' : ` · ${by.name}`}</Text>
      </Stack>
      {change !== 0 && <Figure value={change} signed strong tone={change > 0 ? 'good' : 'bad'} />}
    </li>
  );
}
