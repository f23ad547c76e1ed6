/** How what is not taken along reaches the customer, and who the customer is. */
import { Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { ADDRESS_FIELDS, isEmail, NEEDED } from './basket.ts';
import type { AddressField, Basket } from './basket.ts';
import { HomePromise, StorePromise } from './Promise.tsx';
import { tillRoute } from './routes.ts';
import classes from './till.module.css';
import { useTillWords } from './words.ts';

export interface GoingProps { basket: Basket; currency: string; channel: string; onChange: (change: Partial<Basket>) => void }

const FILL: Readonly<Record<AddressField, string>> = { name: 'name', street: 'address-line1', houseNumber: 'off', addition: 'off', postalCode: 'postal-code', city: 'address-level2' };
const COUNTRIES = ['NL', 'BE', 'DE', 'LU', 'FR'] as const;

/** The store where the rest is collected: this one, or another that hands out orders. */
export function CollectAt({ basket, channel, onChange }: Pick<GoingProps, 'basket' | 'channel' | 'onChange'>) {
  const words = useTillWords();
  const { location } = tillRoute.useParams();
  const places = useQuery({ ...read('listLocations', { kind: 'store', active: 'true', limit: 500 }), staleTime: 3_600_000 });
  const stores = (places.data?.items ?? []).filter(({ capabilities }) => capabilities.includes('pickup'));
  const data = stores.map(({ code, name }) => ({ value: code, label: code === location ? words.thisStore(name) : name })).sort((a, b) => Number(b.value === location) - Number(a.value === location));
  return (
    <section className={classes.card} aria-label={words.laterTitle}>
      <Title order={2} size="h4" mb={6}>{words.laterTitle}</Title>
      <Select label={words.laterStore} size="md" searchable data={data.length === 0 ? [{ value: location, label: location }] : data} value={basket.store ?? location} onChange={(value) => onChange({ store: value === location ? null : value, promised: { ...basket.promised, later: null } })} allowDeselect={false} />
      <StorePromise {...{ basket, channel, onChange }} />
    </section>
  );
}

/** Where the rest is sent, and what that costs. */
export function SendTo({ basket, currency, channel, onChange }: GoingProps) {
  const words = useTillWords();
  const { address } = basket;
  const set = (field: AddressField, value: string): void => onChange({ address: { ...address, [field]: value } });
  return (
    <section className={classes.card} aria-label={words.homeTitle}>
      <Title order={2} size="h4" mb={6}>{words.homeTitle}</Title>
      <Stack gap="xs">
        <SimpleGrid cols={2} spacing="xs">
          {ADDRESS_FIELDS.map((field) => <TextInput key={field} label={words[field]} value={address[field]} required={NEEDED.has(field)} autoComplete={FILL[field]} onChange={(event) => set(field, event.currentTarget.value)} {...(field === 'name' || field === 'street' ? { style: { gridColumn: '1 / -1' } } : {})} />)}
          <Select label={words.country} data={COUNTRIES.map((value) => ({ value, label: words.countries[value] }))} value={address.country} onChange={(value) => onChange({ address: { ...address, country: value ?? 'NL' } })} allowDeselect={false} />
          <MoneyInput label={words.sending} value={basket.sending} onChange={(value) => onChange({ sending: value ?? 0 })} currency={currency} />
        </SimpleGrid>
        <HomePromise {...{ basket, channel, currency, onChange }} />
      </Stack>
    </section>
  );
}

export function Customer({ basket, onChange }: Pick<GoingProps, 'basket' | 'onChange'>) {
  const words = useTillWords();
  return (
    <section className={classes.card} aria-label={words.customerTitle}>
      <Title order={2} size="h4">{words.customerTitle}</Title>
      <Text size="sm" c="dimmed" mb={6}>{words.customerText}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        <TextInput label={words.email} type="email" inputMode="email" autoComplete="off" value={basket.email} error={isEmail(basket.email) ? null : words.emailWrong} onChange={(event) => onChange({ email: event.currentTarget.value })} />
        <TextInput label={words.loyalty} autoComplete="off" value={basket.loyalty} onChange={(event) => onChange({ loyalty: event.currentTarget.value })} />
      </SimpleGrid>
    </section>
  );
}
