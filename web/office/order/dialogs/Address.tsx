/** Sending a delivery to another address, while nothing of it is packed. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { AddressFields, useAddressForm } from './AddressFields.tsx';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export function Address({ delivery }: { delivery: number }) {
  const { order, around } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const form = useAddressForm(around?.deliveries.find((one) => one.delivery === delivery)?.person ?? null);
  const change = useMutation({ mutationFn: () => call('changeAddress', { order: order.id, delivery, body: { address: form.address() } }), onSuccess: done });
  return (
    <FormModal title={words.addressTitle} help={words.addressHelp} action={words.addressDo} disabled={form.missing} busy={change.isPending} error={change.error} onSubmit={() => change.mutate()}>
      <AddressFields form={form} />
    </FormModal>
  );
}
