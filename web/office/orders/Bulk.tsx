/** What can be done with the selected orders: a bar, a dialogue per action, and what became of each order. */
import { Button, CloseButton, Group, Modal, Select, Stack, Table, TagsInput, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer, Input } from '../../api/client.ts';
import { LinkAnchor } from '../../parts/links.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useRole } from '../../parts/words.ts';
import classes from './orders.module.css';
import type { Order } from './useOrders.ts';
import { useWords } from './words.ts';

type Doing = Input<'changeOrders'>['body']['do'];
type Action = Doing['action'];
const ACTIONS: readonly Action[] = ['tag', 'untag', 'hold', 'release', 'cancel'];
const MOST = 500;

interface Props { selected: readonly Order[]; can: readonly string[]; clear(): void }

export function BulkBar({ selected, can, clear }: Props) {
  const words = useWords();
  const [action, setAction] = useState<Action | null>(null);
  // The dialogue goes on with those it was opened for, whatever happens to the list behind it.
  const [held, setHeld] = useState<readonly Order[]>([]);
  const start = (next: Action): void => {
    setHeld(selected);
    setAction(next);
  };
  return (
    <>
      {selected.length > 0 && (
        <Group className={classes.bulk} role="region" aria-label={words.bulk.selected(selected.length)} justify="space-between">
          <Group gap="xs">
            <CloseButton aria-label={words.bulk.clear} onClick={clear} />
            <Text fw={600} role="status">{words.bulk.selected(selected.length)}</Text>
            {selected.length > MOST && <Text c="red" size="sm">{words.bulk.most}</Text>}
          </Group>
          <Group gap="xs">
            {ACTIONS.filter((one) => can.includes(one)).map((one) => <Button key={one} size="sm" variant={one === 'cancel' ? 'light' : 'default'} {...(one === 'cancel' ? { color: 'red' } : {})} disabled={selected.length > MOST} onClick={() => start(one)}>{words.bulk[one]}</Button>)}
          </Group>
        </Group>
      )}
      <Modal opened={action !== null} onClose={() => setAction(null)} size="lg" closeButtonProps={{ 'aria-label': words.dialog.close }} title={action === null ? '' : words.dialog.titles[action](held.length)}>
        {action !== null && <Dialogue key={action} action={action} orders={held} close={() => setAction(null)} done={clear} />}
      </Modal>
    </>
  );
}

interface DialogueProps { action: Action; orders: readonly Order[]; close(): void; done(): void }

function Dialogue({ action, orders, close, done }: DialogueProps) {
  const words = useWords().dialog;
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [doing, setDoing] = useState<Doing>(() => initial(action));
  const run = useMutation({
    mutationFn: () => call('changeOrders', { body: { orders: orders.map((order) => order.id), do: doing } }, { key: key.current }),
    onSuccess: async ({ refused }) => {
      await Promise.all([client.invalidateQueries({ queryKey: ['listOrders'] }), client.invalidateQueries({ queryKey: ['countViews'] })]);
      done();
      if (refused === 0) close();
    },
    // What was sent under the key is the request it stands for: another one needs another key.
    onError: () => undefined,
  });
  const change = (next: Doing): void => {
    key.current = crypto.randomUUID();
    setDoing(next);
  };
  if (run.data) return <Results answer={run.data} orders={orders} close={close} />;
  const incomplete = (doing.action === 'tag' || doing.action === 'untag') && doing.tags.length === 0;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!incomplete) run.mutate(); }}>
      <Stack>
        <Fields doing={doing} change={change} orders={orders} />
        <ProblemAlert error={run.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{words.back}</Button>
          <Button type="submit" color={action === 'cancel' ? 'red' : undefined} loading={run.isPending} disabled={incomplete}>{words.run}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function initial(action: Action): Doing {
  switch (action) {
    case 'tag': case 'untag': return { action, tags: [] };
    case 'hold': return { action, reason: 'address_check', owner: 'service', note: null };
    case 'release': return { action };
    case 'cancel': return { action, reason: 'customer', note: null };
  }
}

function Fields({ doing, change, orders }: { doing: Doing; change(next: Doing): void; orders: readonly Order[] }) {
  const words = useWords().dialog;
  const roles = useRole();
  const options = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, label]) => ({ value, label }));
  const note = (of: Extract<Doing, { action: 'hold' | 'cancel' }>) => <Textarea label={words.note} autosize minRows={2} maxLength={1000} value={of.note ?? ''} onChange={(event) => change({ ...of, note: event.currentTarget.value || null })} />;
  switch (doing.action) {
    case 'tag': case 'untag':
      return <TagsInput label={words.tags} description={words.tagsHint} data={doing.action === 'untag' ? [...new Set(orders.flatMap((order) => order.tags))].sort() : []} value={doing.tags} onChange={(tags) => change({ ...doing, tags })} acceptValueOnBlur maxTags={20} data-autofocus />;
    case 'hold':
      return (
        <>
          <Text size="sm">{words.holdText}</Text>
          <Select label={words.reason} data={options(words.reasons)} value={doing.reason} allowDeselect={false} onChange={(reason) => change({ ...doing, reason: reason ?? doing.reason })} />
          <Select label={words.owner} data={(['service', 'operations', 'finance', 'administrator'] as const).map((value) => ({ value, label: roles[value] }))} value={doing.owner ?? 'service'} allowDeselect={false} onChange={(owner) => change({ ...doing, owner: owner as 'service' })} />
          {note(doing)}
        </>
      );
    case 'release': return <Text size="sm">{words.releaseText}</Text>;
    case 'cancel':
      return (
        <>
          <Text size="sm">{words.cancelText}</Text>
          <Select label={words.reason} data={options(words.cancelReasons)} value={doing.reason ?? 'customer'} allowDeselect={false} onChange={(reason) => change({ ...doing, reason: reason as 'customer' })} />
          {note(doing)}
        </>
      );
  }
}

function Results({ answer, orders, close }: { answer: Answer<'changeOrders'>; orders: readonly Order[]; close(): void }) {
  const words = useWords().dialog;
  const numbers = new Map(orders.map((order) => [order.id, order.number]));
  return (
    <Stack role="status">
      {answer.done > 0 && <Text>{words.done(answer.done)}</Text>}
      <Text>{words.refused(answer.refused)}</Text>
      <Table.ScrollContainer minWidth={360} maxHeight={360}>
        <Table aria-label={words.results}>
          <Table.Thead><Table.Tr><Table.Th w={130}>{words.order}</Table.Th><Table.Th>{words.why}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {answer.results.filter((result) => !result.done).map((result) => (
              <Table.Tr key={result.order}><Table.Td><LinkAnchor to="/orders/$order" params={{ order: result.order }}>{numbers.get(result.order) ?? result.order}</LinkAnchor></Table.Td><Table.Td>{result.problem && ((words.refusals as Readonly<Record<string, string>>)[result.problem.code] ?? result.problem.detail)}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group justify="flex-end"><Button onClick={close}>{words.close}</Button></Group>
    </Stack>
  );
}
