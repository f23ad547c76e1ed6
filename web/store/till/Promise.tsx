/** When it can be there and what that costs, as the plan would make it: the earliest is taken until another is chosen. */
import { Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../../api/client.ts';
import { useFormat } from '../../shell/format.ts';
import type { Basket } from './basket.ts';
import { tillRoute } from './routes.ts';
import { useTillWords } from './words.ts';

export interface PromiseProps { basket: Basket; channel: string; currency: string; onChange: (change: Partial<Basket>) => void }

interface Option { promisedBy: string; price: number | null }

/** What of the basket goes one way, as the options want it: with the price it is sold for. */
const linesOf = (basket: Basket, way: 'home' | 'later') => basket.lines.flatMap(({ way: goes, sku, quantity, price }) => (goes === way && sku !== null ? [{ sku, quantity, price }] : []));

/** The days on which what is sent can be there. A postal code is enough to know. */
export function HomePromise({ basket, channel, currency, onChange }: PromiseProps) {
  const words = useTillWords();
  const format = useFormat();
  const { postalCode, country } = basket.address;
  const lines = linesOf(basket, 'home');
  const known = postalCode.trim().length >= 4 && lines.length > 0;
  const body = { channel, lines, to: { country, postalCode: postalCode.trim() }, kinds: ['home' as const] };
  const found = useQuery({ queryKey: ['listDeliveryOptions', body], queryFn: ({ signal }) => call('listDeliveryOptions', { body }, { signal }), enabled: known, staleTime: 60_000, retry: false });
  const options = found.data?.home.filter(({ service, complete }) => service === 'standard' && complete).map(({ promisedBy, price }) => ({ promisedBy, price })) ?? null;
  usePromise(options, basket.promised.home, (option) => onChange({ promised: { ...basket.promised, home: option?.promisedBy ?? null }, ...(option?.price == null ? {} : { sending: option.price }) }));
  // Another basket may cost something else to send on the same day; what was filled in by hand stays until then.
  const asks = options?.find(({ promisedBy }) => promisedBy === basket.promised.home)?.price ?? null;
  const asked = useRef(asks);
  useEffect(() => {
    if (asks === null || asks === asked.current) return;
    const before = asked.current;
    asked.current = asks;
    if (before !== null) onChange({ sending: asks });
  });
  if (!known || found.isError) return null;
  if (options === null) return <Skeleton h={44} />;
  if (options.length === 0) return <Text size="sm" c="var(--mantine-color-orange-light-color)">{words.cannot}</Text>;
  return (
    <Radio.Group label={words.whenHome} value={basket.promised.home ?? ''} onChange={(value) => onChange({ promised: { ...basket.promised, home: value }, sending: options.find(({ promisedBy }) => promisedBy === value)?.price ?? basket.sending })}>
      <Stack gap={4} mt={4}>{options.map(({ promisedBy, price }) => <Radio key={promisedBy} value={promisedBy} label={words.byDay(format.day(promisedBy), format.money(price, currency))} styles={{ body: { minHeight: 36, alignItems: 'center' } }} />)}</Stack>
    </Radio.Group>
  );
}

/** When what is collected later is ready in the store that was chosen. */
export function StorePromise({ basket, channel, onChange }: Omit<PromiseProps, 'currency'>) {
  const words = useTillWords();
  const format = useFormat();
  const { location } = tillRoute.useParams();
  const lines = linesOf(basket, 'later');
  const body = { channel, lines, to: {}, kinds: ['store' as const], store: basket.store ?? location };
  const found = useQuery({ queryKey: ['listDeliveryOptions', body], queryFn: ({ signal }) => call('listDeliveryOptions', { body }, { signal }), enabled: lines.length > 0, staleTime: 60_000, retry: false });
  const options = found.data?.stores.filter(({ complete }) => complete).map(({ promisedBy }) => ({ promisedBy, price: null })) ?? null;
  usePromise(options, basket.promised.later, (option) => onChange({ promised: { ...basket.promised, later: option?.promisedBy ?? null } }));
  if (lines.length === 0 || found.isError) return null;
  if (options === null) return <Skeleton h={24} mt="xs" />;
  const [first] = options;
  return first ? <Text size="sm" mt="xs">{words.whenLater}: <strong>{format.due(first.promisedBy)}</strong></Text> : <Text size="sm" c="var(--mantine-color-orange-light-color)" mt="xs">{words.cannot}</Text>;
}

/** Keeps the promise one of those there are: the earliest, when the one that was made can no longer be kept. */
function usePromise(options: readonly Option[] | null, promised: string | null, choose: (option: Option | null) => void): void {
  const kept = options === null || (options.length === 0 ? promised === null : options.some(({ promisedBy }) => promisedBy === promised));
  useEffect(() => { if (!kept) choose(options?.[0] ?? null); });
}
