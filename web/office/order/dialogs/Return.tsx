/** Taking back goods that are at one of our locations: the money follows at once. */
import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { useLanguage } from '../../../shell/language.ts';
import { useOrder } from '../context.ts';
import { returnable } from '../model.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { FormModal } from './FormModal.tsx';
import { LinePicker, pickedLines } from './LinePicker.tsx';
import type { Picked } from './LinePicker.tsx';
import { useDone } from './useDone.ts';

export function Return() {
  const { order } = useOrder();
  const words = useDialogWords();
  const language = useLanguage();
  const done = useDone();
  const locations = useQuery(read('listLocations', { active: 'true', limit: 500 }));
  const reasons = useQuery(read('listReturnReasons', {}));
  const lines = order.lines.flatMap((line) => (returnable(line) > 0 ? [{ line: line.line, name: line.name, most: returnable(line) }] : []));
  const [picked, setPicked] = useState<Picked>({});
  const [location, setLocation] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const chosen = pickedLines(picked);
  const total = chosen.reduce((sum, { quantity }) => sum + quantity, 0);
  const take = useMutation({ mutationFn: () => call('receiveReturn', { body: { order: order.id, location: location ?? '', lines: chosen, reason } }), onSuccess: (answer) => done(answer.order) });
  return (
    <FormModal title={words.returnTitle} help={words.returnHelp} action={total === 0 ? words.returnNothing : words.returnDo(total)} disabled={total === 0 || location === null} busy={take.isPending} error={take.error ?? locations.error} onSubmit={() => take.mutate()}>
      <LinePicker legend={words.line} lines={lines} picked={picked} onChange={setPicked} />
      <Select label={words.returnWhere} required searchable data={(locations.data?.items ?? []).filter(({ capabilities }) => capabilities.includes('return')).map(({ code, name }) => ({ value: code, label: name }))} value={location} onChange={setLocation} />
      <Select label={words.reason} description={words.optional} clearable data={(reasons.data?.reasons ?? []).map(({ code, label }) => ({ value: code, label: label[language] }))} value={reason} onChange={setReason} />
    </FormModal>
  );
}
