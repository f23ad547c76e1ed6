/** Filters as chips, and the form in which they are set; each change is in the address at once. */
import { Button, CloseButton, Group, MultiSelect, Pill, Popover, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useDeliveryKind, useOrderStatus, wordOf } from '../../parts/words.ts';
import { FILTERS } from './search.ts';
import type { Filter, Filters as Values } from './search.ts';
import { useWords } from './words.ts';

export interface Options { channels: { value: string; label: string }[]; places: { value: string; label: string }[]; place(code: string): string; channel(code: string): string }
interface Props { filters: Values; set(change: Values): void; clear(): void; options: Options }

const STATUSES = ['open', 'waiting', 'in_progress', 'ready', 'partly_shipped', 'shipped', 'complete', 'returned', 'cancelled'] as const;
const KINDS = ['ship', 'pickup', 'pickup_point', 'carry_out'] as const;
const DUE = ['now', 'today', '-P1D', '-P3D'] as const;
const AGES = ['PT1H', 'P1D', 'P3D', 'P7D', 'P30D'] as const;

export function Filters({ filters, set, clear, options }: Props) {
  const words = useWords();
  const say = useSaying(options, filters.customer);
  const active = FILTERS.filter((name) => filters[name] !== undefined);
  return (
    <Group gap="xs">
      <Popover position="bottom-start" width={420} trapFocus shadow="md" withinPortal>
        <Popover.Target><Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{words.filter}</Button></Popover.Target>
        <Popover.Dropdown maw="calc(100vw - 32px)"><Form {...{ filters, set, options }} /></Popover.Dropdown>
      </Popover>
      {active.map((name) => (
        <Pill key={name} size="lg" component="div">
          <Group gap={4} wrap="nowrap" component="span">
            <span>{words.filters[name]}: {say(name, filters[name] ?? '')}</span>
            <CloseButton size="sm" iconSize={14} aria-label={words.remove(words.filters[name])} onClick={() => set({ [name]: undefined })} />
          </Group>
        </Pill>
      ))}
      {active.length > 1 && <Button variant="subtle" size="compact-sm" onClick={clear}>{words.clear}</Button>}
    </Group>
  );
}

/** A filter's value in words. */
function useSaying({ place, channel }: Options, customer: string | undefined): (name: Filter, value: string) => string {
  const words = useWords();
  const statuses = useOrderStatus();
  const kinds = useDeliveryKind();
  const person = useQuery({ ...read('getCustomer', { customer: customer ?? '' }), enabled: customer !== undefined, staleTime: 60_000 });
  return (name, value) => {
    switch (name) {
      case 'status': return value.split(',').map((one) => wordOf(statuses, one)).join(', ');
      case 'channel': return value.split(',').map(channel).join(', ');
      case 'location': return place(value);
      case 'kind': return wordOf(kinds, value);
      case 'onHold': case 'waiting': return value === 'true' ? words.yes : words.no;
      case 'due': case 'placedAfter': case 'placedBefore': return wordOf(words.moments, value);
      case 'customer': return person.data?.name ?? person.data?.email ?? '…';
      default: return value;
    }
  };
}

function Form({ filters, set, options }: Omit<Props, 'clear'>) {
  const words = useWords();
  const statuses = useOrderStatus();
  const kinds = useDeliveryKind();
  const choose = (name: Filter, data: { value: string; label: string }[]) => (
    <Select label={words.filters[name]} placeholder={words.any} data={data} value={filters[name] ?? null} onChange={(value) => set({ [name]: value ?? undefined })} clearable searchable={data.length > 8} comboboxProps={{ withinPortal: false }} />
  );
  const moments = (of: readonly (keyof typeof words.moments)[]) => of.map((value) => ({ value, label: words.moments[value] }));
  const yesNo = [{ value: 'true', label: words.yes }, { value: 'false', label: words.no }];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <MultiSelect label={words.filters.status} placeholder={filters.status === undefined ? words.any : ''} data={STATUSES.map((value) => ({ value, label: statuses[value] }))} value={filters.status?.split(',') ?? []} onChange={(value) => set({ status: value.join(',') || undefined })} comboboxProps={{ withinPortal: false }} hidePickedOptions style={{ gridColumn: '1 / -1' }} />
      {choose('channel', options.channels)}
      {choose('location', options.places)}
      {choose('kind', KINDS.map((value) => ({ value, label: kinds[value] })))}
      {choose('due', moments(DUE))}
      {choose('placedAfter', moments(AGES))}
      {choose('placedBefore', moments(AGES))}
      {choose('onHold', yesNo)}
      {choose('waiting', yesNo.slice(0, 1))}
      <Typed label={words.filters.tag} placeholder={words.typeTag} value={filters.tag} set={(tag) => set({ tag })} />
      <Typed label={words.filters.number} placeholder={words.typeNumber} value={filters.number} set={(number) => set({ number })} />
    </SimpleGrid>
  );
}

/** A text that counts when Enter is pressed or the field is left. */
function Typed({ label, placeholder, value, set }: { label: string; placeholder: string; value: string | undefined; set(value: string | undefined): void }) {
  const [text, setText] = useState(value ?? '');
  const done = (): void => { if (text.trim() !== (value ?? '')) set(text.trim() || undefined); };
  return <TextInput label={label} placeholder={placeholder} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={done} onKeyDown={(event) => { if (event.key === 'Enter') done(); }} />;
}

/** Nothing to filter by is no list of filters. */
export const hasFilters = (filters: Values): boolean => Object.keys(filters).length > 0;

export const Hint = ({ children }: { children: string }) => <Text size="xs" c="dimmed" visibleFrom="md">{children}</Text>;
