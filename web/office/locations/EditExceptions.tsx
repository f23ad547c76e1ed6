/** Changing the dates on which a location goes otherwise than its week. */
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { ClockInput } from '../../parts/ClockInput.tsx';
import { DayInput } from '../../parts/DayInput.tsx';
import { Pairs } from '../../parts/Pairs.tsx';
import { SavedOver } from '../../parts/SavedOver.tsx';
import { now } from '../../shell/clock.ts';
import { bodyOf, exceptionForms, withExceptions } from './calendar-form.ts';
import type { ExceptionForm } from './calendar-form.ts';
import type { EditPartProps } from './EditHours.tsx';
import type { Location } from './location.ts';
import { wallOf } from '../../parts/zoned.ts';
import { useSaveLocation } from './useSave.ts';
import { useLocationFormWords, useLocationWords } from './words.ts';

export function EditExceptions({ location, opened, onClose }: EditPartProps) {
  const words = useLocationFormWords();
  const { edit, sections } = useLocationWords();
  const today = wallOf(now()).slice(0, 10);
  const [base, setBase] = useState(location);
  const [rows, setRows] = useState<ExceptionForm[]>(() => exceptionForms(location.calendar, today));
  const save = useSaveLocation(onClose);
  const begin = (from: Location): void => { setBase(from); setRows(exceptionForms(from.calendar, today)); save.reset(); };
  useEffect(() => { if (opened) begin(location); }, [opened]);
  const submit = (): void => save.mutate({ code: base.code, version: base.version, body: { ...bodyOf(base), calendar: withExceptions(base.calendar, rows, today) } });
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={`${edit.exceptions}: ${location.name}`} size="xl">
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          <Pairs legend={sections.exceptions} rows={rows} onChange={setRows} fresh={(): ExceptionForm => ({ date: '', name: '', closed: true, from: '10:00', until: '17:00', kept: null })} add={words.add} remove={words.remove} render={(row, change) => (
            <>
              <DayInput label={words.date} value={row.date} onChange={(date) => change({ date })} minDate={today} w={140} />
              <TextInput label={words.occasion} value={row.name} onChange={({ currentTarget: { value } }) => change({ name: value })} maxLength={100} flex={1} miw={90} />
              <Checkbox label={words.closed} checked={row.closed} onChange={({ currentTarget: { checked } }) => change({ closed: checked })} mb={8} />
              {!row.closed && <><ClockInput label={words.opens} value={row.from} onChange={(from) => change({ from })} /><ClockInput label={words.closes} value={row.until} onChange={(until) => change({ until })} /></>}
            </>
          )} />
          <SavedOver error={save.error} onLatest={() => void call('getLocation', { location: location.code }).then(begin)} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
