/** What waits in a queue, longest first: what it is, since when, until when, and who is on it. */
import { Badge, Checkbox, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import type { QueueName } from '../../parts/queues/words.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import type { Item } from './decide.ts';
import classes from './Queues.module.css';
import { useTitle } from './title.ts';
import { useWhy, useWords } from './words.ts';

export interface ItemListProps {
  queue: QueueName;
  items: readonly Item[];
  loading: boolean;
  /** Id of the item that is open. */
  open: string | undefined;
  onOpen: (id: string) => void;
  onEnd: () => void;
  /** The items that are chosen; null where several cannot be decided at once. */
  chosen: ReadonlySet<string> | null;
  onChoose: (ids: ReadonlySet<string>) => void;
}

export function ItemList({ queue, items, loading, open, onOpen, onEnd, chosen, onChoose }: ItemListProps) {
  const words = useWords();
  const why = useWhy();
  const titleOf = useTitle();
  // On a phone, who is on it stands on the item itself; what waits gets the room.
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const format = useFormat();
  const toggle = (id: string): void => { const next = new Set(chosen); if (!next.delete(id)) next.add(id); onChoose(next); };
  const all = chosen !== null && items.length > 0 && items.every(({ id }) => chosen.has(id));
  const box: Column<Item>[] = chosen === null ? [] : [{
    key: 'box', width: 48, title: <Checkbox checked={all} indeterminate={!all && chosen.size > 0} onChange={() => onChoose(all ? new Set() : new Set(items.slice(0, 200).map(({ id }) => id)))} aria-label={words.selectAll} />,
    render: (item) => <Checkbox checked={chosen.has(item.id)} onChange={() => toggle(item.id)} onClick={(event) => event.stopPropagation()} aria-label={words.select(titleOf(queue, item))} />,
  }];
  const columns: Column<Item>[] = [
    ...box,
    { key: 'what', title: words.what, render: (item) => <span><Text span size="sm" fw={600} className={classes.two}>{titleOf(queue, item)}</Text><Text span size="sm" c="dimmed" className={classes.two}>{item.reason === null ? item.channel ?? '' : wordOf(why, item.reason)}{item.amount !== null && item.currency !== null ? ` · ${format.money(item.amount, item.currency)}` : ''}</Text></span> },
    { key: 'since', title: words.since, width: narrow ? 130 : 150, render: ({ at, deadline, overdue }) => <span><Ago at={at} size="sm" className={classes.two} />{overdue ? <Badge color="red" variant="light" size="sm" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />}>{words.overdue}</Badge> : <Text span size="xs" c="dimmed" className={classes.two}>{words.due(format.due(deadline))}</Text>}</span> },
    ...(narrow ? [] : [{ key: 'assignee', title: words.who, width: 104, render: ({ assignee }: Item) => (assignee === null ? '–' : assignee.name) }]),
  ];
  return <DataTable label={words.list} columns={columns} rows={items} rowKey={({ id }) => id} loading={loading} onOpen={({ id }) => onOpen(id)} onEnd={onEnd} rowHeight={60} height="calc(100dvh - 330px)" rowTone={({ id, overdue }) => (id === open ? 'selected' : overdue ? 'warning' : undefined)} />;
}
