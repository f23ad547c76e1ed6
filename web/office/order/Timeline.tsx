/** The story of an order: everything that happened, newest first, in parts that can be shown alone; and a place for notes. */
import { Button, Card, Group, Select, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconBox, IconCash, IconHandStop, IconHelpCircle, IconMail, IconMessage, IconPhoneOutgoing, IconReceipt2, IconRoute, IconShoe, IconTruckDelivery } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useRole, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import { useOrder } from './context.ts';
import { carrierName } from './model.ts';
import type { Entry } from './model.ts';
import { orderRoute } from './routes.ts';
import type { OrderSearch } from './routes.ts';
import { sentenceOf } from './story.ts';
import type { Naming } from './story.ts';
import classes from './Timeline.module.css';
import { useHoldReason, useOperator, usePaymentMethod } from './words.ts';
import { useMessageKind, useScanWords, useStoryReason, useTimelineWords } from './words-story.ts';

type Kind = Entry['kind'];
const ICONS: Readonly<Record<Kind, typeof IconBox>> = { order: IconReceipt2, decision: IconRoute, work: IconShoe, parcel: IconBox, scan: IconTruckDelivery, money: IconCash, message: IconMail, return: IconArrowBackUp, note: IconMessage, hold: IconHandStop, call: IconPhoneOutgoing, task: IconHelpCircle };
const KINDS: readonly Kind[] = ['note', 'message', 'money', 'decision', 'work', 'parcel', 'scan', 'return', 'hold', 'call', 'task', 'order'];

export function Timeline() {
  const { order } = useOrder();
  const words = useTimelineWords();
  const { kind } = orderRoute.useSearch();
  const navigate = orderRoute.useNavigate();
  const shown = KINDS.find((one) => one === kind);
  const story = useInfiniteQuery(pages('getOrderTimeline', { order: order.id, limit: 40, ...(shown ? { kind: shown } : {}) }, { kinds: ['order', 'return'], id: order.id }));
  const entries = story.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Card withBorder component="section" aria-labelledby="story" padding="lg">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="story">{words.title}</Title>
        <Select aria-label={words.filter} w={170} size="sm" allowDeselect={false} value={shown ?? 'all'} data={[{ value: 'all', label: words.all }, ...KINDS.map((value) => ({ value, label: words.kinds[value] }))]}
          onChange={(value) => { void navigate({ search: (before: OrderSearch) => ({ ...before, kind: KINDS.find((one) => one === value) }), replace: true, resetScroll: false }); }} />
      </Group>
      {order.can.includes('note') && <NoteField />}
      <ProblemAlert error={story.error} />
      {story.isPending && <Stack mt="md">{Array.from({ length: 6 }, (_none, index) => <Skeleton key={index} h={36} />)}</Stack>}
      {story.data && entries.length === 0 && <Text c="dimmed" size="sm" mt="md">{words.empty}</Text>}
      <ol className={classes.story}>{entries.map((entry) => <EntryRow key={entry.id} entry={entry} />)}</ol>
      {story.hasNextPage && <Button variant="default" fullWidth mt="sm" loading={story.isFetchingNextPage} onClick={() => { void story.fetchNextPage(); }}>{words.more}</Button>}
    </Card>
  );
}

function useNaming(): Naming {
  const { order, around, nameOf } = useOrder();
  const language = useLanguage();
  const format = useFormat();
  const [methods, operators, reasons, messages, holds, roles, scans] = [usePaymentMethod(), useOperator(), useStoryReason(), useMessageKind(), useHoldReason(), useRole(), useScanWords()];
  return {
    language, location: nameOf, money: (minor) => format.money(minor, order.currency), moment: (at) => format.moment(at), method: (code) => wordOf(methods, code.toLowerCase()), reason: (code) => wordOf(reasons, code), message: (code) => wordOf(messages, code), hold: (code) => wordOf(holds, code),
    team: (code) => wordOf(roles, code).toLowerCase(), operator: (code) => wordOf(operators, code), carrier: carrierName, channel: (code) => (around?.channel?.code === code ? around.channel.name : code), scan: (code) => wordOf(scans, code),
  };
}

function EntryRow({ entry }: { entry: Entry }) {
  const { order, open } = useOrder();
  const naming = useNaming();
  const words = useTimelineWords();
  const format = useFormat();
  const Icon = ICONS[entry.kind];
  const decision = entry.links['decision'];
  const message = entry.links['message'];
  const by = entry.by === null ? null : entry.kind === 'scan' ? carrierName(entry.by.name ?? '') : entry.by.name ?? words.system;
  return (
    <li className={classes.entry} data-kind={entry.kind}>
      <span className={classes.icon} aria-hidden><Icon size={15} /></span>
      <div className={classes.text}>
        <Text size="sm" fw={entry.kind === 'note' ? 600 : 400}>{sentenceOf(entry, order.lines, naming)}</Text>
        {entry.kind === 'note' && typeof entry.parameters['text'] === 'string' && <Text size="sm" className={classes.note}>{entry.parameters['text']}</Text>}
        <Group gap={6}>
          <Text size="xs" c="dimmed"><time dateTime={entry.at}>{format.moment(entry.at)}</time>{by !== null && `, ${by}`}</Text>
          {decision !== undefined && <Button size="compact-xs" variant="subtle" onClick={() => open(`why-${decision}`)} aria-label={`${words.why}: ${sentenceOf(entry, order.lines, naming)}`}>{words.why}</Button>}
          {message !== undefined && <Button size="compact-xs" variant="subtle" onClick={() => open(`message-${message}`)} aria-label={`${words.read}: ${sentenceOf(entry, order.lines, naming)}`}>{words.read}</Button>}
          {message !== undefined && entry.can.includes('resend') && <Resend message={message} name={sentenceOf(entry, order.lines, naming)} />}
        </Group>
      </div>
    </li>
  );
}

function Resend({ message, name }: { message: string; name: string }) {
  const { order } = useOrder();
  const words = useTimelineWords();
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () => call('resendMessage', { message, body: {} }),
    onSuccess: () => { notifications.show({ message: words.resent }); void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'getOrderTimeline' && (queryKey[1] as { order?: string }).order === order.id }); },
  });
  return (
    <>
      <Button size="compact-xs" variant="subtle" loading={resend.isPending} onClick={() => resend.mutate()} aria-label={`${words.resend}: ${name}`}>{words.resend}</Button>
      <ProblemAlert error={resend.error} />
    </>
  );
}

function NoteField() {
  const { order } = useOrder();
  const words = useTimelineWords();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const write = useMutation({
    mutationFn: () => call('noteOrder', { order: order.id, body: { text: text.trim() } }),
    onSuccess: () => { setText(''); void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'getOrderTimeline' }); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') write.mutate(); }}>
      <Stack gap="xs">
        <Textarea label={words.note} placeholder={words.notePlaceholder} autosize minRows={2} maxRows={6} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={5000} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit(); }} />
        <ProblemAlert error={write.error} />
        {(text.trim() !== '' || write.isPending) && <Group justify="flex-end"><Button type="submit" size="sm" loading={write.isPending}>{words.post}</Button></Group>}
      </Stack>
    </form>
  );
}
