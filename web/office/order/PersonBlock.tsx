/** A person with the address, e-mail and telephone as this account may see them. */
import { Anchor, Text } from '@mantine/core';
import type { Around } from './model.ts';
import { useWords } from './words.ts';

type Person = NonNullable<Around['buyer']>;

/** The lines of an address as it stands on an envelope. */
export const addressLines = ({ company, street, houseNumber, addition, line2, postalCode, city, country }: NonNullable<Person['address']>): string[] =>
  [company ?? '', `${street} ${houseNumber}${addition ? ` ${addition}` : ''}`.trim(), line2 ?? '', `${postalCode} ${city}`.trim(), country === 'NL' ? '' : country].filter((line) => line !== '');

export function PersonBlock({ person, shown, named = true }: { person: Person | null; shown: Around['shown'] | undefined; named?: boolean }) {
  const words = useWords();
  if (shown === undefined) return null;
  if (person === null) return <Text size="sm" c="dimmed">{shown === 'nothing' ? words.addressHidden : words.addressUnknown}</Text>;
  return (
    <address style={{ fontStyle: 'normal' }}>
      {person.name !== null && <Text fw={named ? 600 : 400} size={named ? 'md' : 'sm'}>{person.name}</Text>}
      {person.address !== null && addressLines(person.address).map((line) => <Text size="sm" key={line}>{line}</Text>)}
      {shown === 'name' && <Text size="sm" c="dimmed">{words.addressHidden}</Text>}
      {person.email !== null && <Text size="sm"><Anchor display="inline-block" py={3} href={`mailto:${person.email}`} aria-label={`${words.mail}: ${person.email}`}>{person.email}</Anchor></Text>}
      {person.phone !== null && <Text size="sm"><Anchor display="inline-block" py={3} href={`tel:${person.phone}`} aria-label={`${words.phone}: ${person.phone}`}>{person.phone}</Anchor></Text>}
    </address>
  );
}
