/** How the customer wants it: what Spil offers for this basket and postcode, with its day and price, to choose one from. */
import { Group, Loader, Radio, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Operations } from '../../api/generated/operations.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { tell } from '../demo.ts';
import type { Choice, Shop } from '../demo.ts';
import type { BasketLine } from './basket.ts';
import { useShopWords } from './words.ts';

type Options = Operations['listDeliveryOptions']['answer'];
type Home = Options['home'][number];

/** The options of a basket: asked again when the postcode was typed, and now and then, since others buy too. */
export function useOptions(shop: Shop, basket: readonly BasketLine[], postalCode: string): UseQueryResult<Options> {
  const [typed] = useDebouncedValue(postalCode.trim(), 400);
  const lines = basket.map(({ sku, quantity }) => ({ sku, quantity }));
  return useQuery({ queryKey: ['demo', 'options', shop, lines, typed], queryFn: () => tell<Options>('/options', { shop, lines, postalCode: typed === '' ? null : typed }), refetchInterval: 30_000, enabled: lines.length > 0, retry: false, placeholderData: (before) => before });
}

const keyOf = (choice: Choice): string => (choice.kind === 'home' ? `home ${choice.service}` : choice.kind === 'pickup_point' ? `point ${choice.carrier} ${choice.id}` : `${choice.kind} ${choice.store}`);

interface Shown { choice: Choice; label: string; about: string; price: number }

/** What a shop's checkout can take: a promise and pickup points go with orders of the app alone, the others know home and stores. */
function shownOf(options: Options, shop: Shop, basket: readonly BasketLine[], words: ReturnType<typeof useShopWords>, format: ReturnType<typeof useFormat>): { title: string; rows: Shown[] }[] {
  const app = shop === 'app';
  const day = ({ date }: { date: string }): string => format.day(`${date}T12:00:00Z`);
  const home = (one: Home): Shown => ({ choice: { kind: 'home', service: one.service }, label: words.homeBy(day(one)), about: one.service === 'express' ? words.express : words.parcels_(one.parcels), price: one.price });
  const names = (lines: readonly { line: number }[]): string => lines.map(({ line }) => basket[line - 1]?.name ?? '').join(', ');
  return [
    { title: words.home, rows: options.home.filter((one) => one.complete && (app || one.service === 'standard')).map(home) },
    { title: words.pickup, rows: options.stores.map((one): Shown => ({ choice: { kind: 'store', store: one.location }, label: one.metres === null ? one.name : words.storeAway(one.name, format.number(one.metres / 1000, 1)), about: `${words.ready(format.due(one.promisedBy), one.brought)}. ${openToday(one.hours, words, format)}`, price: one.price })) },
    { title: words.points, rows: app ? options.pickupPoints.filter(({ complete }) => complete).map((one): Shown => ({ choice: { kind: 'pickup_point', carrier: one.point.carrier, id: one.point.id }, label: one.point.name, about: words.pointBy(`${one.point.address.street} ${one.point.address.houseNumber}, ${one.point.address.city}`, day(one)), price: one.price })) : [] },
    { title: words.mixed, rows: app ? options.mixed.map((one): Shown => ({ choice: { kind: 'mixed', store: one.store.location }, label: words.mixedAt(one.store.name), about: words.mixedAbout(names(one.store.lines), format.due(one.store.promisedBy), names(one.home.lines), day(one.home)), price: one.price })) : [] },
  ].filter(({ rows }) => rows.length > 0);
}

/** Whether the store is open today, and from when until when. */
const openToday = (hours: Options['stores'][number]['hours'], words: ReturnType<typeof useShopWords>, format: ReturnType<typeof useFormat>): string => (hours.length === 0 ? words.closedToday : words.openToday(hours.map(({ from, until }) => `${format.time(from)}–${format.time(until)}`).join(', ')));

/** What is paid for a choice; null while nothing is chosen. */
export function priceOfChoice(options: Options | undefined, choice: Choice | null): number | null {
  if (!options || !choice) return null;
  switch (choice.kind) {
    case 'home': return options.home.find(({ service }) => service === choice.service)?.price ?? null;
    case 'store': return options.stores.find(({ location }) => location === choice.store)?.price ?? null;
    case 'pickup_point': return options.pickupPoints.find(({ point }) => point.id === choice.id && point.carrier === choice.carrier)?.price ?? null;
    case 'mixed': return options.mixed.find(({ store }) => store.location === choice.store)?.price ?? null;
    default: return choice satisfies never;
  }
}

export function DeliveryChoice({ shop, basket, options, choice, onChange, missing }: { shop: Shop; basket: readonly BasketLine[]; options: UseQueryResult<Options>; choice: Choice | null; onChange: (next: Choice) => void; missing: boolean }) {
  const words = useShopWords();
  const format = useFormat();
  const groups = options.data ? shownOf(options.data, shop, basket, words, format) : [];
  const pick = (key: string): void => {
    const row = groups.flatMap(({ rows }) => rows).find((one) => keyOf(one.choice) === key);
    if (row) onChange(row.choice);
  };
  return (
    <Radio.Group label={<Title order={2} size="h3" component="span">{words.delivery}</Title>} value={choice === null ? '' : keyOf(choice)} onChange={pick} error={missing && choice === null ? words.choiceMissing : null}>
      <Stack gap="md" mt="xs">
        {options.isPending && <Group gap="xs"><Loader size="sm" /><Text role="status">{words.optionsLoading}</Text></Group>}
        <ProblemAlert error={options.error} />
        {options.data && groups.length === 0 && <Text>{words.noOptions}</Text>}
        {groups.map(({ title, rows }) => (
          <Stack key={title} gap="xs">
            <Text fw={600}>{title}</Text>
            {rows.map((row) => (
              <Group key={keyOf(row.choice)} justify="space-between" wrap="nowrap" align="flex-start" gap="md">
                <Radio size="md" value={keyOf(row.choice)} label={row.label} description={row.about} />
                <Text style={{ whiteSpace: 'nowrap' }}>{row.price === 0 ? words.free : format.money(row.price)}</Text>
              </Group>
            ))}
          </Stack>
        ))}
      </Stack>
    </Radio.Group>
  );
}
