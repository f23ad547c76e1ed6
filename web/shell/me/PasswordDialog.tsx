/** Changing one's own password. */
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useMeWords } from './words.ts';

const SHORTEST = 10;

export default function PasswordDialog({ onClose }: { onClose: () => void }) {
  const words = useMeWords();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setFresh] = useState('');
  const change = useMutation({
    mutationFn: () => call('changePassword', { body: { currentPassword, newPassword } }),
    onSuccess: () => { notifications.show({ message: words.passwordSet, color: 'green' }); onClose(); },
  });
  return (
    <Modal opened onClose={onClose} title={words.passwordTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); change.mutate(); }}>
        <Stack>
          <Text size="sm">{words.passwordText}</Text>
          <ProblemAlert error={change.error} />
          <PasswordInput label={words.current} autoComplete="current-password" required data-autofocus value={currentPassword} onChange={(event) => setCurrent(event.currentTarget.value)} />
          <PasswordInput label={words.fresh} description={words.freshHelp} autoComplete="new-password" required minLength={SHORTEST} maxLength={128} value={newPassword} onChange={(event) => setFresh(event.currentTarget.value)} />
          <Group justify="flex-end" gap="sm" mt="xs"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={change.isPending} disabled={newPassword.length < SHORTEST}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
