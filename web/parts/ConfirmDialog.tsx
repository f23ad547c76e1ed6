/** A last question before what cannot be undone, with the consequence in a sentence. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { defineWords } from '../shell/language.ts';
import { ProblemAlert } from './ProblemAlert.tsx';

const useWords = defineWords({ cancel: 'Cancel', close: 'Close' }, { cancel: 'Annuleren', close: 'Sluiten' });

interface ConfirmDialogProps { title: string; text: string; action: string; error: unknown; busy: boolean; onConfirm: () => void; onClose: () => void }

export function ConfirmDialog({ title, text, action, error, busy, onConfirm, onClose }: ConfirmDialogProps) {
  const words = useWords();
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Text>{text}</Text>
        <ProblemAlert error={error} />
        <Group justify="flex-end"><Button variant="default" data-autofocus onClick={onClose}>{words.cancel}</Button><Button color="red.9" loading={busy} onClick={onConfirm}>{action}</Button></Group>
      </Stack>
    </Modal>
  );
}
