/** Choosing where a delivery goes instead: a store to which all of it can come, the nearest first, or a home by its address. */
import { Alert, NativeSelect, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { useFormat } from '../../shell/format.ts';
import { bodyOf, COUNTRIES, emptyHome, HOME } from './destination.ts';
import type { Home, NewDestination } from './destination.ts';
import { useDestinationWords } from './words.ts';

export type DestinationOptions = Answer<'listChangeOptions'>;

const FILL: Readonly<Record<Exclude<keyof Home, 'country'>, string>> = { name: 'name', street: 'address-line1', houseNumber: 'off', addition: 'off', postalCode: 'postal-code', city: 'address-level2' };
const FIELDS = Object.keys(FILL) as (keyof typeof FILL)[];

/** `onChange` gets what is to be sent; null while something is missing. */
export function DestinationForm({ options, onChange }: { options: DestinationOptions; onChange: (to: NewDestination | null) => void }) {
  const words = useDestinationWords();
  const format = useFormat();
  const [choice, setChoice] = useState('');
  const [home, setHome] = useState<Home>(emptyHome);
  const choose = (next: string): void => { setChoice(next); onChange(bodyOf(next, home)); };
  const fill = (field: keyof Home, value: string): void => { const next = { ...home, [field]: value }; setHome(next); onChange(bodyOf(choice, next)); };
  if (options.stores.length === 0 && options.home === null) return <Text>{words.nowhere}</Text>;
  return (
    <Stack gap="md">
      {options.part && <Alert variant="light" color="blue" p="sm">{words.rest}</Alert>}
      <Radio.Group value={choice} onChange={choose} label={words.choose}>
        <Stack gap="xs" mt="xs">
          {options.home !== null && <Radio value={HOME} size="md" label={options.sent ? words.otherHome : words.home} description={[options.home.price === 0 ? words.free : words.price(format.money(options.home.price, options.currency)), ...(options.home.arrivesBy === null ? [] : [words.expected(format.day(options.home.arrivesBy))])].join(' · ')} />}
          {options.stores.map(({ location, name, street, city, metres, here, readyBy, breaks }) => (
            <Radio key={location} value={location} size="md" label={name}
              description={[...(here ? [words.here] : []), `${street}, ${city}`, ...(metres === null ? [] : [words.km(metres)]), ...(readyBy === null ? [] : [words.ready(format.day(readyBy))]), ...(breaks === null ? [] : [words.against(breaks.name)])].join(' · ')} />
          ))}
        </Stack>
      </Radio.Group>
      {choice === HOME && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {FIELDS.map((field) => <TextInput key={field} size="md" label={words[field]} required={field !== 'addition'} autoComplete={FILL[field]} maxLength={field === 'houseNumber' || field === 'addition' || field === 'postalCode' ? 20 : 100} value={home[field]} onChange={(event) => fill(field, event.currentTarget.value)} />)}
          <NativeSelect size="md" label={words.country} data={COUNTRIES.map((value) => ({ value, label: words.countries[value] }))} value={home.country} onChange={(event) => fill('country', event.currentTarget.value)} />
        </SimpleGrid>
      )}
    </Stack>
  );
}
