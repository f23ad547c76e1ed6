/** One message as the customer read it. */
import { Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';

export function Message({ id }: { id: string }) {
  const { open } = useOrder();
  const words = useDialogWords();
  const format = useFormat();
  const message = useQuery(read('getMessage', { message: id }));
  return (
    <Modal opened onClose={() => open(null)} title={message.data?.subject ?? words.messageTitle} size="xl" closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <ProblemAlert error={message.error} />
        {message.isPending && <Skeleton h={480} />}
        {message.data && <Text size="sm" c="dimmed">{format.moment(message.data.sentAt ?? message.data.createdAt)}</Text>}
        {message.data && (message.data.html === null ? <Text>{words.messageGone}</Text> : <iframe sandbox="" srcDoc={message.data.html} title={message.data.subject} style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8, width: '100%', height: '65vh', background: 'white' }} />)}
      </Stack>
    </Modal>
  );
}
