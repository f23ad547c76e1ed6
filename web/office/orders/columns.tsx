/** How each column of the list is drawn. */
import { Badge, Checkbox, Group, Stack, Text } from '@mantine/core';
import { Ago } from '../../parts/Ago.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useDeliveryKind, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import type { Format } from '../../shell/format.ts';
import classes from './orders.module.css';
import type { ColumnKey } from './search.ts';
import type { Order } from './useOrders.ts';
import { useWords } from './words.ts';
import type { Words } from './words.ts';
import { now } from '../../shell/clock.ts';

interface Drawn { width?: number; align?: 'right'; render(order: Order): React.ReactNode }
interface With { words: Words; format: Format; kinds: Readonly<Record<string, string>>; place(code: string): string; channel(code: string): string }

/** Words that need their room: on two lines rather than cut off. */
const two = (text: string, size: 'sm' | 'xs' = 'sm') => <Text size={size} lh={1.25} lineClamp={2} title={text}>{text}</Text>;
const quiet = (text: string) => <Text size="sm" c="dimmed" truncate>{text}</Text>;

/** A moment by which something must be done: late is said, not only coloured. */
function Due({ at, words, format }: { at: string | null; words: Words; format: Format }) {
  if (at === null) return quiet('–');
  const late = Date.parse(at) < now().getTime();
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm" className={classes.figures}>{format.due(at)}</Text>
      {late && <Badge size="sm" color="red" variant="light" tt="none">{words.late}</Badge>}
    </Stack>
  );
}

const drawn = ({ words, format, kinds, place, channel }: With): Record<ColumnKey, Drawn> => ({
  number: { width: 116, render: (order) => <Stack gap={0}><Text size="sm" fw={600} className={classes.figures}>{order.number}</Text>{order.externalNumber !== null && order.externalNumber !== order.number && <Text size="xs" c="dimmed" truncate>{order.externalNumber}</Text>}</Stack> },
  customer: { width: 130, render: (order) => (order.customer === null ? quiet(words.noName) : two(order.customer)) },
  status: { width: 168, render: (order) => <Stack gap={2} align="flex-start"><StatusBadge of="order" status={order.status} />{order.onHold && <Badge variant="light" color="orange" tt="none" size="sm">{words.hold}</Badge>}</Stack> },
  channel: { width: 116, render: (order) => two(channel(order.channel), 'xs') },
  kinds: { width: 136, render: (order) => two(order.kinds.map((kind) => wordOf(kinds, kind)).join(', ')) },
  locations: { width: 112, render: (order) => (order.locations.length === 0 ? quiet(['open', 'waiting'].includes(order.status) ? words.nobody : '–') : two(order.locations.map(place).join(', '))) },
  due: { width: 126, render: (order) => <Due at={order.dueAt} words={words} format={format} /> },
  placed: { width: 112, render: (order) => <Ago at={order.placedAt} size="sm" className={classes.line} /> },
  promised: { width: 150, render: (order) => (order.promisedBy === null ? quiet('–') : format.due(order.promisedBy)) },
  units: { width: 70, align: 'right', render: (order) => <Text size="sm" className={classes.figures}>{format.number(order.units)}</Text> },
  total: { width: 104, align: 'right', render: (order) => <Text size="sm" className={classes.figures}>{format.money(order.total, order.currency)}</Text> },
  tags: { width: 160, render: (order) => <Group gap={4} wrap="nowrap" className={classes.tags}>{order.tags.map((tag) => <Badge key={tag} variant="default" size="sm" tt="none">{tag}</Badge>)}</Group> },
});

export interface Selection { has(id: string): boolean; toggle(order: Order, range: boolean): void; all: boolean; some: boolean; toggleAll(): void }

/** The columns that are shown, behind one to select by when something can be done with a selection. */
export function useColumns(keys: readonly ColumnKey[], selection: Selection | null, place: (code: string) => string, channel: (code: string) => string): Column<Order>[] {
  const words = useWords();
  const format = useFormat();
  const kinds = useDeliveryKind();
  const how = drawn({ words, format, kinds, place, channel });
  const columns = keys.map((key): Column<Order> => ({ key, title: words.columns[key], ...how[key] }));
  if (selection === null) return columns;
  const { has, toggle, all, some, toggleAll } = selection;
  return [{
    key: 'select', width: 40, title: <Checkbox size="xs" aria-label={words.selectAll} checked={all} indeterminate={some && !all} onChange={toggleAll} />,
    render: (order) => (
      // A click beside the box, within its cell, is meant for the box: the row is not opened by it.
      <span className={classes.select} onClick={(event) => event.stopPropagation()}>
        <Checkbox size="xs" aria-label={words.select(order.number)} checked={has(order.id)} onChange={() => undefined} onClick={(event) => toggle(order, event.shiftKey)} tabIndex={-1} />
      </span>
    ),
  }, ...columns];
}
