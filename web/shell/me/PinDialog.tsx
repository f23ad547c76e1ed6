/** Setting, changing or removing one's own PIN. */
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { meQuery, useMe } from '../session.ts';
import { useMeWords } from './words.ts';

export default function PinDialog({ onClose }: { onClose: () => void }) {
  const words = useMeWords();
  const me = useMe();
  const client = useQueryClient();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [password, setPassword] = useState('');
  const done = (message: string) => (): void => {
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
    notifications.show({ message, color: 'green' });
    onClose();
  };
  const save = useMutation({ mutationFn: () => call('setPin', { body: { pin, ...(me.via === 'pin' ? { currentPassword: password } : {}) } }), onSuccess: done(words.pinSet) });
  const remove = useMutation({ mutationFn: () => call('clearPin', {}), onSuccess: done(words.pinGone) });
  const differs = again !== '' && !pin.startsWith(again) && again !== pin;
  const figures = { inputMode: 'numeric', autoComplete: 'off', maxLength: 6, required: true } as const;
  return (
    <Modal opened onClose={onClose} title={words.pinTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); if (pin === again) save.mutate(); }}>
        <Stack>
          <Text size="sm">{words.pinText}</Text>
          <ProblemAlert error={save.error ?? remove.error} />
          {me.via === 'pin' && <PasswordInput label={words.yourPassword} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
          <PasswordInput label={words.pin} description={words.pinHelp} {...figures} pattern="[0-9]{4,6}" data-autofocus value={pin} onChange={(event) => setPin(event.currentTarget.value.replaceAll(/\D/g, ''))} />
          <PasswordInput label={words.again} {...figures} value={again} error={differs ? words.differs : undefined} onChange={(event) => setAgain(event.currentTarget.value.replaceAll(/\D/g, ''))} />
          <Group justify="space-between" mt="xs">
            {me.can.includes('clearPin') ? <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{words.removePin}</Button> : <span />}
            <Group gap="sm"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending} disabled={pin.length < 4 || pin !== again}>{words.save}</Button></Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
