/** How a person is reached: what is known now, and the addresses their orders went to. */
import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { wordOf } from '../../parts/words.ts';
import classes from './customers.module.css';
import { useWords } from './words.ts';

type Customer = Answer<'getCustomer'>;
type Address = NonNullable<Customer['contacts'][number]['address']>;

/** An address on its lines, as on an envelope. */
const linesOf = (address: Address): string[] => [address.name ?? address.company ?? '', `${address.street} ${address.houseNumber}${address.addition ?? ''}`, address.line2 ?? '', `${address.postalCode} ${address.city}`, address.country].filter((line) => line.trim() !== '');
const MOST = 5;

export function ContactCard({ customer }: { customer: Customer }) {
  const words = useWords();
  // Each order has its own version of an address; one that is used again and again is shown once.
  const addresses = [...new Map(customer.contacts.flatMap(({ address }) => (address === null ? [] : [[linesOf(address).join('\n'), linesOf(address)] as const]))).values()].slice(0, MOST);
  return (
    <section className={classes.card} aria-labelledby="contact">
      <Title order={2} size="h3" id="contact" mb="sm">{words.contact}</Title>
      <Stack gap={6}>
        {customer.email !== null && <Anchor href={`mailto:${customer.email}`} size="sm" style={{ overflowWrap: 'anywhere' }}>{customer.email}</Anchor>}
        {customer.phone !== null && <Anchor href={`tel:${customer.phone}`} size="sm">{customer.phone}</Anchor>}
        {customer.language !== null && <Text size="sm">{words.language}: {wordOf(words.languages, customer.language.slice(0, 2))}</Text>}
        <Title order={3} size="sm" mt="sm">{words.addresses}</Title>
        {addresses.length === 0 && <Text size="sm" c="dimmed">{words.noAddress}</Text>}
        {addresses.map((lines) => <Text key={lines.join()} size="sm" component="address" fs="normal" className={classes.text}>{lines.join('\n')}</Text>)}
      </Stack>
    </section>
  );
}
