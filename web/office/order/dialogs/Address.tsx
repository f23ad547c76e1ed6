/** Sending a delivery to another address, while nothing of it is packed. */
import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

const FIELDS = ['name', 'company', 'street', 'houseNumber', 'addition', 'line2', 'postalCode', 'city', 'phone', 'email'] as const;
type Field = (typeof FIELDS)[number];
const REQUIRED: ReadonlySet<Field> = new Set(['name', 'street', 'houseNumber', 'postalCode', 'city']);
const FILL: Readonly<Record<Field, string>> = { name: 'name', company: 'organization', street: 'address-line1', houseNumber: 'off', addition: 'off', line2: 'address-line2', postalCode: 'postal-code', city: 'address-level2', phone: 'tel', email: 'email' };
const COUNTRIES = ['NL', 'BE', 'DE', 'LU', 'FR'] as const;

export function Address({ delivery }: { delivery: number }) {
  const { order, around } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const person = around?.deliveries.find((one) => one.delivery === delivery)?.person ?? null;
  const [fields, setFields] = useState<Record<Field, string>>(() => Object.fromEntries(FIELDS.map((field) => [field, person?.address?.[field] ?? (field === 'name' ? person?.name : field === 'email' ? person?.email : field === 'phone' ? person?.phone : null) ?? ''])) as Record<Field, string>);
  const [country, setCountry] = useState<string>(person?.address?.country ?? 'NL');
  const missing = [...REQUIRED].some((field) => fields[field].trim() === '');
  const change = useMutation({
    mutationFn: () => {
      const text = (field: Field): string | null => (fields[field].trim() === '' ? null : fields[field].trim());
      return call('changeAddress', { order: order.id, delivery, body: { address: { name: text('name'), company: text('company'), street: fields.street.trim(), houseNumber: fields.houseNumber.trim(), addition: text('addition'), line2: text('line2'), postalCode: fields.postalCode.trim(), city: fields.city.trim(), region: null, country, phone: text('phone'), email: text('email'), original: null } } });
    },
    onSuccess: done,
  });
  return (
    <FormModal title={words.addressTitle} help={words.addressHelp} action={words.addressDo} disabled={missing} busy={change.isPending} error={change.error} onSubmit={() => change.mutate()}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {FIELDS.map((field) => <TextInput key={field} label={words[field]} value={fields[field]} required={REQUIRED.has(field)} autoComplete={FILL[field]} onChange={(event) => { const { value } = event.currentTarget; setFields((before) => ({ ...before, [field]: value })); }} />)}
        <Select label={words.country} data={[...new Set([...COUNTRIES, country])].map((value) => ({ value, label: (words.countries as Record<string, string>)[value] ?? value }))} value={country} onChange={(value) => setCountry(value ?? 'NL')} allowDeselect={false} />
      </SimpleGrid>
    </FormModal>
  );
}
