/** Changing the dates on which a location goes otherwise than its week. */
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { Pairs } from '../../parts/Pairs.tsx';
import { SavedOver } from '../../parts/SavedOver.tsx';
import { bodyOf, exceptionForms, withExceptions } from './calendar-form.ts';
import type { ExceptionForm } from './calendar-form.ts';
import type { EditPartProps } from './EditHours.tsx';
import type { Location } from './LocationPage.tsx';
import { useSaveLocation } from './useSave.ts';
import { useLocationFormWords, useLocationWords } from './words.ts';

export function EditExceptions({ location, opened, onClose }: EditPartProps) {
  const words = useLocationFormWords();
  const { edit, sections } = useLocationWords();
  const [base, setBase] = useState(location);
  const [rows, setRows] = useState<ExceptionForm[]>(() => exceptionForms(location.calendar));
  const save = useSaveLocation(onClose);
  const begin = (from: Location): void => { setBase(from); setRows(exceptionForms(from.calendar)); save.reset(); };
  useEffect(() => { if (opened) begin(location); }, [opened]);
  const submit = (): void => save.mutate({ code: base.code, version: base.version, body: { ...bodyOf(base), calendar: withExceptions(base.calendar, rows) } });
  return (
    <Modal opened={opened} onClose={onClose} title={`${edit.exceptions}: ${location.name}`} size="xl">
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          <Pairs legend={sections.exceptions} rows={rows} onChange={setRows} fresh={(): ExceptionForm => ({ date: '', name: '', closed: true, from: '10:00', until: '17:00', kept: null })} add={words.add} remove={words.remove} render={(row, change) => (
            <>
              <TextInput type="date" label={words.date} value={row.date} onChange={({ currentTarget: { value } }) => change({ date: value })} w={150} />
              <TextInput label={words.occasion} value={row.name} onChange={({ currentTarget: { value } }) => change({ name: value })} maxLength={100} flex={1} miw={90} />
              <Checkbox label={words.closed} checked={row.closed} onChange={({ currentTarget: { checked } }) => change({ closed: checked })} mb={8} />
              {!row.closed && <><TimeInput label={words.opens} value={row.from} onChange={({ currentTarget: { value } }) => change({ from: value })} w={92} /><TimeInput label={words.closes} value={row.until} onChange={({ currentTarget: { value } }) => change({ until: value })} w={92} /></>}
            </>
          )} />
          <SavedOver error={save.error} onLatest={() => void call('getLocation', { location: location.code }).then(begin)} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
