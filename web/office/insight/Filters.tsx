/** What insight is about: which days, which location, which channel. Everything stands in the address. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/nl';
import { Group, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { useState } from 'react';
import { useChannelChoices } from '../../parts/insight/names.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { ZONE } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import type { Filter } from './routes.ts';
import { useWords } from './words.ts';
import { dayAt, daysBack } from './days.ts';
import { now } from '../../shell/clock.ts';

export interface FiltersProps {
  filter: Filter;
  /** The days that are shown, where the address names none. */
  shown?: { from: string; until: string } | undefined;
  onChange: (change: Partial<Filter>) => void;
  withoutPeriod?: boolean;
}

export function Filters({ filter, shown, onChange, withoutPeriod = false }: FiltersProps) {
  const words = useWords();
  const locations = usePlaces().options;
  const channels = useChannelChoices();
  return (
    <Group gap="sm" align="flex-end" mb="lg">
      {!withoutPeriod && <Period from={filter.from ?? shown?.from} until={filter.until ?? shown?.until} onChange={onChange} />}
      <Select label={words.location} placeholder={words.allLocations} data={locations} value={filter.location ?? null} onChange={(location) => onChange({ location: location ?? undefined })} searchable clearable w={{ base: '100%', xs: 210 }} />
      <Select label={words.channel} placeholder={words.allChannels} data={channels} value={filter.channel ?? null} onChange={(channel) => onChange({ channel: channel ?? undefined })} clearable w={{ base: '100%', xs: 190 }} />
    </Group>
  );
}

function Period({ from, until, onChange }: { from: string | undefined; until: string | undefined; onChange: FiltersProps['onChange'] }) {
  const words = useWords();
  const language = useLanguage();
  // Half a range is nobody's question yet: the address changes when both ends are chosen.
  const [half, setHalf] = useState<[string | null, string | null] | null>(null);
  const end = dayAt(now(), ZONE);
  const preset = (days: number): [string, string] => [daysBack(end, days - 1), end];
  return (
    <DatePickerInput
      type="range" label={words.period} allowSingleDateInRange locale={language} valueFormat="D MMM YYYY" maxDate={end} leftSection={<IconCalendar size={16} aria-hidden />} w={{ base: '100%', xs: 280 }} firstDayOfWeek={1}
      value={half ?? [from ?? null, until ?? null]} popoverProps={{ onClose: () => setHalf(null) }}
      presets={[{ value: preset(1), label: words.presets.today }, { value: preset(7), label: words.presets.week }, { value: preset(28), label: words.presets.month }, { value: preset(90), label: words.presets.quarter }]}
      onChange={([first, last]) => {
        setHalf(first !== null && last !== null ? null : [first, last]);
        if (first !== null && last !== null) onChange({ from: first, until: last });
      }}
    />
  );
}
