/** The fields of an address as a form keeps them, and the address as it is sent. */
import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Input } from '../../../api/client.ts';
import type { Around } from '../model.ts';
import { useDialogWords } from '../words-dialogs.ts';

const FIELDS = ['name', 'company', 'street', 'houseNumber', 'addition', 'line2', 'postalCode', 'city', 'phone', 'email'] as const;
type Field = (typeof FIELDS)[number];
const REQUIRED: ReadonlySet<Field> = new Set(['name', 'street', 'houseNumber', 'postalCode', 'city']);
const FILL: Readonly<Record<Field, string>> = { name: 'name', company: 'organization', street: 'address-line1', houseNumber: 'off', addition: 'off', line2: 'address-line2', postalCode: 'postal-code', city: 'address-level2', phone: 'tel', email: 'email' };
const COUNTRIES = ['NL', 'BE', 'DE', 'LU', 'FR'] as const;

export interface AddressForm { fields: Record<Field, string>; country: string; missing: boolean; setField(field: Field, value: string): void; setCountry(country: string): void; address(): Input<'changeAddress'>['body']['address'] }

/** An address in a form, begun with what is known of a person. */
export function useAddressForm(person: Around['buyer']): AddressForm {
  const [fields, setFields] = useState<Record<Field, string>>(() => Object.fromEntries(FIELDS.map((field) => [field, person?.address?.[field] ?? (field === 'name' ? person?.name : field === 'email' ? person?.email : field === 'phone' ? person?.phone : null) ?? ''])) as Record<Field, string>);
  const [country, setCountry] = useState<string>(person?.address?.country ?? 'NL');
  const text = (field: Field): string | null => (fields[field].trim() === '' ? null : fields[field].trim());
  return {
    fields, country, setCountry, setField: (field, value) => setFields((before) => ({ ...before, [field]: value })), missing: [...REQUIRED].some((field) => fields[field].trim() === ''),
    address: () => ({ name: text('name'), company: text('company'), street: fields.street.trim(), houseNumber: fields.houseNumber.trim(), addition: text('addition'), line2: text('line2'), postalCode: fields.postalCode.trim(), city: fields.city.trim(), region: null, country, phone: text('phone'), email: text('email'), original: null }),
  };
}

export function AddressFields({ form }: { form: AddressForm }) {
  const words = useDialogWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {FIELDS.map((field) => <TextInput key={field} label={words[field]} value={form.fields[field]} required={REQUIRED.has(field)} autoComplete={FILL[field]} onChange={(event) => form.setField(field, event.currentTarget.value)} />)}
      <Select label={words.country} data={[...new Set([...COUNTRIES, form.country])].map((value) => ({ value, label: (words.countries as Record<string, string>)[value] ?? value }))} value={form.country} onChange={(value) => form.setCountry(value ?? 'NL')} allowDeselect={false} />
    </SimpleGrid>
  );
}
