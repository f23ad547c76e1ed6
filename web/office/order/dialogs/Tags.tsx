/** The tags of an order. */
import { TagsInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export function Tags() {
  const { order } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const [tags, setTags] = useState(order.tags);
  const save = useMutation({ mutationFn: () => call('tagOrder', { order: order.id, body: { tags } }), onSuccess: done });
  return (
    <FormModal title={words.tagsTitle} action={words.tagsDo} busy={save.isPending} error={save.error} onSubmit={() => save.mutate()} size="md">
      <TagsInput label={words.tagsTitle} description={words.tagsHelp} value={tags} onChange={setTags} maxTags={100} maxLength={100} data-autofocus />
    </FormModal>
  );
}
