/** Changing the hours of the week, the carrier's time and the cut-off. */
import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { ClockInput } from '../../parts/ClockInput.tsx';
import { SavedOver } from '../../parts/SavedOver.tsx';
import { bodyOf, hoursForm, WEEKDAYS, withHours } from './calendar-form.ts';
import type { DayForm, HoursForm, Weekday } from './calendar-form.ts';
import type { Location } from './location.ts';
import { useSaveLocation } from './useSave.ts';
import { useLocationFormWords, useLocationWords } from './words.ts';

export interface EditPartProps { location: Location; opened: boolean; onClose: () => void }

export function EditHours({ location, opened, onClose }: EditPartProps) {
  const words = useLocationFormWords();
  const { edit } = useLocationWords();
  const [base, setBase] = useState(location);
  const [form, setForm] = useState<HoursForm>(() => hoursForm(location.calendar));
  const save = useSaveLocation(onClose);
  const begin = (from: Location): void => { setBase(from); setForm(hoursForm(from.calendar)); save.reset(); };
  useEffect(() => { if (opened) begin(location); }, [opened]);
  const set = (day: Weekday, change: Partial<DayForm>): void => setForm((before) => ({ ...before, week: { ...before.week, [day]: { ...before.week[day], ...change } } }));
  const submit = (): void => save.mutate({ code: base.code, version: base.version, body: { ...bodyOf(base), calendar: withHours(base.calendar, form) } });
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={`${edit.hours}: ${location.name}`} size="xl">
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          {WEEKDAYS.map((day) => <Day key={day} day={day} form={form.week[day]} onChange={(change) => set(day, change)} />)}
          <Group align="flex-start">
            <ClockInput label={words.cutOff} description={words.cutOffHint} value={form.cutOff} onChange={(cutOff) => setForm((before) => ({ ...before, cutOff }))} w={220} />
            <TextInput label={words.zone} description={words.zoneHint} value={form.zone} onChange={({ currentTarget: { value } }) => setForm((before) => ({ ...before, zone: value }))} />
          </Group>
          <SavedOver error={save.error} onLatest={() => void call('getLocation', { location: location.code }).then(begin)} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Day({ day, form, onChange }: { day: Weekday; form: DayForm; onChange: (change: Partial<DayForm>) => void }) {
  const words = useLocationFormWords();
  const names = useLocationWords();
  const name = names.days[day];
  const setPart = (at: number, change: Partial<DayForm['hours'][number]>): void => onChange({ hours: form.hours.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  const add = (): void => onChange({ hours: [...form.hours, form.hours.length === 0 ? { from: '09:00', until: '18:00' } : { from: form.hours.at(-1)?.until ?? '18:00', until: '21:00' }] });
  return (
    <Group gap="sm" align="center" wrap="wrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)', paddingBottom: 8 }}>
      <Text fw={550} size="sm" w={96}>{name}</Text>
      <Group gap="xs" style={{ flex: '1 1 260px' }}>
        {form.hours.length === 0 && <Text size="sm" c="dimmed">{names.closed}</Text>}
        {form.hours.map(({ from, until }, index) => (
          <Group key={index} gap={4} wrap="nowrap">
            <ClockInput hidden label={words.fromDay(name, index + 1)} value={from} onChange={(value) => setPart(index, { from: value })} />
            <span aria-hidden>–</span>
            <ClockInput hidden label={words.untilDay(name, index + 1)} value={until === '24:00' ? '00:00' : until} onChange={(value) => setPart(index, { until: value === '00:00' ? '24:00' : value })} />
          </Group>
        ))}
        <ActionIcon variant="default" onClick={add} aria-label={words.addHours(name)} disabled={form.hours.length >= 6}><IconPlus size={16} aria-hidden /></ActionIcon>
        {form.hours.length > 0 && <ActionIcon variant="default" onClick={() => onChange({ hours: form.hours.slice(0, -1) })} aria-label={words.removeHours(name)}><IconMinus size={16} aria-hidden /></ActionIcon>}
      </Group>
      {form.hours.length > 0 && <Group gap={6} wrap="nowrap"><Text size="sm" c="dimmed">{words.collection}</Text><ClockInput hidden label={words.collectionOf(name)} value={form.collection} onChange={(collection) => onChange({ collection })} /></Group>}
    </Group>
  );
}
