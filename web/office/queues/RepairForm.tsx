/** The usual mendings of an order as a form: the products, quantities, prices and totals that a channel got wrong. */
import { Alert, Button, Group, NumberInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconCalculator, IconCheck, IconScale } from '@tabler/icons-react';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { useFormat } from '../../shell/format.ts';
import classes from './Queues.module.css';
import { sumOf, withLine, workedOut } from './repair.ts';
import type { Snapshot, SnapshotLine } from './repair.ts';
import { useRepairWords, useWords } from './words.ts';

export function RepairForm({ order, onChange }: { order: Snapshot; onChange: (order: Snapshot) => void }) {
  const words = useRepairWords();
  const format = useFormat();
  const sum = sumOf(order);
  const right = sum === order.totals.total;
  const money = (minor: number): string => format.money(minor, order.currency);
  return (
    <Stack gap="sm">
      <Lines order={order} onChange={onChange} />
      {order.charges.length > 0 && <Group gap="lg">{order.charges.map((charge, index) => (
        <MoneyInput key={charge.ref} label={charge.name} currency={order.currency} value={charge.total} onChange={(total) => onChange({ ...order, charges: order.charges.map((one, at) => (at === index ? { ...one, subtotal: (total ?? 0) + one.discount, total: total ?? 0 } : one)) })} />
      ))}</Group>}
      <Group align="flex-end" gap="lg">
        <MoneyInput label={words.orderTotal} currency={order.currency} value={order.totals.total} onChange={(total) => onChange({ ...order, totals: { ...order.totals, total: total ?? 0 } })} />
        <Button variant="light" leftSection={<IconCalculator size={18} aria-hidden />} onClick={() => onChange(workedOut(order))}>{words.compute}</Button>
      </Group>
      <Text size="sm" c="dimmed">{words.computeHint}</Text>
      <Alert variant="light" color={right ? 'green' : 'orange'} icon={right ? <IconCheck aria-hidden /> : <IconScale aria-hidden />} role="status" p="xs">{right ? words.right : words.totalIs(money(sum), money(order.totals.total))}</Alert>
    </Stack>
  );
}

function Lines({ order, onChange }: { order: Snapshot; onChange: (order: Snapshot) => void }) {
  const words = useWords();
  const set = (index: number, change: Partial<SnapshotLine>): void => onChange(withLine(order, index, change));
  const named = (what: string, name: string): string => `${what}, ${name}`;
  return (
    <Table.ScrollContainer minWidth={570} type="native">
      <Table verticalSpacing={6} horizontalSpacing={6} className={classes.number} aria-label={words.lines}>
        <Table.Thead><Table.Tr><Table.Th>{words.product}</Table.Th><Table.Th w={130}>{words.sku}</Table.Th><Table.Th w={64}>{words.quantity}</Table.Th><Table.Th w={98}>{words.price}</Table.Th><Table.Th w={98}>{words.discount}</Table.Th><Table.Th w={106}>{words.total}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {order.lines.map((line, index) => (
            <Table.Tr key={line.ref}>
              <Table.Th scope="row" fw={400}><Text size="sm">{line.name}</Text></Table.Th>
              <Table.Td><TextInput aria-label={named(words.sku, line.name)} value={line.sku ?? ''} onChange={(event) => set(index, { sku: event.currentTarget.value === '' ? null : event.currentTarget.value })} /></Table.Td>
              <Table.Td><NumberInput aria-label={named(words.quantity, line.name)} value={line.quantity} min={1} allowDecimal={false} allowNegative={false} hideControls onChange={(quantity) => set(index, { quantity: typeof quantity === 'number' ? quantity : 1 })} styles={{ input: { textAlign: 'right' } }} /></Table.Td>
              <Table.Td><MoneyInput label="" aria-label={named(words.price, line.name)} currency={order.currency} value={line.unitPrice} onChange={(unitPrice) => set(index, { unitPrice: unitPrice ?? 0 })} /></Table.Td>
              <Table.Td><MoneyInput label="" aria-label={named(words.discount, line.name)} currency={order.currency} value={line.discount} onChange={(discount) => set(index, { discount: discount ?? 0 })} /></Table.Td>
              <Table.Td><MoneyInput label="" aria-label={named(words.total, line.name)} currency={order.currency} value={line.total} onChange={(total) => set(index, { total: total ?? 0 })} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
