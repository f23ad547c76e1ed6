/** In the corner: whether there is a connection, and how many commands are not sent yet; a tap shows which. */
import { Alert, Badge, Button, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { isLive, onLiveState } from '../api/live.ts';
import { useFormat } from '../shell/format.ts';
import { defineWords, plural } from '../shell/language.ts';
import { dismiss, useOutbox } from './outbox.ts';

const useWords = defineWords({
  waiting: (n: number) => `${n} not sent yet`, refused: (n: number) => plural(n, 'correction', 'corrections'), offline: 'No connection',
  explain: 'What you scan is kept on this device and sent as soon as there is a connection. Go on working.', allSent: 'Everything is sent. The connection is being restored.', seen: 'Seen',
  corrected: 'The server did not accept this afterwards:',
}, {
  waiting: (n: number) => `${n} nog niet verzonden`, refused: (n: number) => plural(n, 'correctie', 'correcties'), offline: 'Geen verbinding',
  explain: 'Wat je scant wordt op dit apparaat bewaard en verzonden zodra er verbinding is. Werk gewoon door.', allSent: 'Alles is verzonden. De verbinding wordt hersteld.', seen: 'Gezien',
  corrected: 'Dit is achteraf niet geaccepteerd:',
});

export function Unsent() {
  const words = useWords();
  const format = useFormat();
  const entries = useOutbox();
  const live = useSyncExternalStore(onLiveState, isLive);
  const waiting = entries.filter(({ refused }) => refused === null);
  const refused = entries.flatMap((entry) => (entry.refused === null ? [] : [{ ...entry, refused: entry.refused }]));
  if (live && entries.length === 0) return <span role="status" aria-live="polite" data-unsent={0} />;
  const label = waiting.length > 0 ? words.waiting(waiting.length) : refused.length > 0 ? words.refused(refused.length) : words.offline;
  return (
    <Popover width={320} position="bottom-end" withArrow>
      <Popover.Target>
        <UnstyledButton mih={44} data-unsent={waiting.length}>
          <Badge size="lg" tt="none" color={refused.length > 0 ? 'red' : 'orange'} variant="light" autoContrast leftSection={live ? <IconCloudUp size={16} aria-hidden /> : <IconCloudOff size={16} aria-hidden />}><span role="status" aria-live="polite">{label}</span></Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm">{waiting.length > 0 || live ? words.explain : words.allSent}</Text>
          {refused.map(({ id, at, refused: problem }) => (
            <Alert key={id} color="red" variant="light" title={`${format.time(at)} · ${words.corrected}`}>
              <Text size="sm">{problem.detail}</Text>
              <Group justify="flex-end" mt="xs"><Button size="compact-md" variant="default" onClick={() => void dismiss(id)}>{words.seen}</Button></Group>
            </Alert>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
