/** Giving work to another location: who could take it, what it costs and when it arrives; against a rule only with a reason. */
import { Alert, Badge, Button, Checkbox, Group, Radio, Skeleton, Stack, Table, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import { movable } from '../model.ts';
import type { Options, Work } from '../model.ts';
import { ruleInWords } from '../why/tell.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { useWhyWords } from '../words-why.ts';
import { FormModal } from './FormModal.tsx';
import { allOf, LinePicker, pickedLines } from './LinePicker.tsx';
import { useDone } from './useDone.ts';

export function Move({ work }: { work: Work }) {
  const { order, nameOf } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const units = movable(order, work.id);
  const pickable = units.map(({ line, shelf, hand }) => ({ line: line.line, name: line.name, most: shelf + hand }));
  const [picked, setPicked] = useState(() => allOf(pickable));
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [putBack, setPutBack] = useState(false);
  const lines = pickedLines(picked);
  const hand = units.reduce((sum, { line, shelf }) => sum + Math.max(0, (picked[line.line] ?? 0) - shelf), 0);
  const part = lines.map(({ line, quantity }) => `${line}:${quantity}`).join(',');
  const options = useQuery({ ...read('listReassignOptions', { fulfilment: work.id, lines: part }, { kinds: ['order', 'stock'] }), enabled: part !== '', placeholderData: (before: Options | undefined) => before });
  const chosen = options.data?.options.find(({ location }) => location === to);
  const why = reason.trim().length >= 3 ? reason.trim() : null;
  const blocked = !chosen || !chosen.fits || chosen.current || (chosen.breaks !== null && why === null) || (hand > 0 && !putBack);
  const move = useMutation({ mutationFn: () => call('reassignWork', { fulfilment: work.id, body: { location: to ?? '', lines, reason: why, putBack } }), onSuccess: ({ order: after }) => { notifications.show({ message: words.moved }); done(after); } });
  return (
    <FormModal title={words.moveTitle(work.number, nameOf(work.location))} action={chosen ? words.moveDo(chosen.name) : words.moveChooseFirst} disabled={blocked} busy={move.isPending} error={move.error ?? options.error} onSubmit={() => move.mutate()} size={900}>
      {pickable.reduce((sum, { most }) => sum + most, 0) > 1 && <LinePicker legend={words.movePick} lines={pickable} picked={picked} onChange={setPicked} />}
      {options.isPending && part !== '' ? <Skeleton h={220} /> : options.data && <OptionTable data={options.data} to={to} choose={setTo} />}
      {hand > 0 && <Checkbox label={words.movePutBack(hand)} checked={putBack} onChange={(event) => setPutBack(event.currentTarget.checked)} />}
      <Textarea label={words.moveReason} required={chosen?.breaks != null} description={chosen?.breaks ? words.moveReasonNeeded : words.optional} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} autosize />
    </FormModal>
  );
}

function OptionTable({ data, to, choose }: { data: Options; to: string | null; choose: (location: string) => void }) {
  const words = useDialogWords();
  const [partly, setPartly] = useState(false);
  const others = data.options.filter(({ current }) => !current);
  const part = others.filter(({ fits }) => !fits);
  const rows = [...data.options.filter(({ current }) => current), ...others.filter(({ fits }) => fits), ...(partly ? part : [])];
  if (others.length === 0) return <Alert color="orange" variant="light">{words.moveNone}</Alert>;
  return (
    <Stack gap="xs">
      <Radio.Group value={to ?? ''} onChange={choose} label={words.moveChoose}>
        <Table.ScrollContainer minWidth={640} mt={4}>
          <Table verticalSpacing={8} aria-label={words.moveChoose} styles={{ th: { whiteSpace: 'nowrap' } }}>
            <Table.Thead><Table.Tr><Table.Th>{words.location}</Table.Th><Table.Th ta="right">{words.distance}</Table.Th><Table.Th ta="right">{words.takes}</Table.Th><Table.Th>{words.arrives}</Table.Th><Table.Th ta="right">{words.costs}</Table.Th><Table.Th>{words.mind}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{rows.map((option) => <OptionRow key={option.location} option={option} data={data} to={to} choose={choose} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Radio.Group>
      {part.length > 0 && !partly && <Group><Button variant="subtle" size="compact-sm" onClick={() => setPartly(true)} style={{ height: 'auto', whiteSpace: 'normal', textAlign: 'left' }}>{words.partly(part.length)}</Button></Group>}
      {data.without > 0 && <Text size="sm" c="dimmed">{words.moveWithout(data.without)}</Text>}
    </Stack>
  );
}

function OptionRow({ option, data, choose }: { option: Options['options'][number]; data: Options; to: string | null; choose: (location: string) => void }) {
  const words = useDialogWords();
  const rules = useWhyWords();
  const format = useFormat();
  const sign = option.difference === null ? '' : option.difference > 0 ? '+' : option.difference < 0 ? '−' : '';
  return (
    <Table.Tr style={{ fontVariantNumeric: 'tabular-nums', cursor: option.current || !option.fits ? undefined : 'pointer' }} onClick={() => { if (!option.current && option.fits) choose(option.location); }}>
      <Table.Td>{option.current ? <Text size="sm" pl={30}>{option.name} <Text span c="dimmed">({words.stays})</Text></Text> : <Radio value={option.location} label={option.name} disabled={!option.fits} />}</Table.Td>
      <Table.Td ta="right">{option.kilometres === null ? '–' : words.km(option.kilometres)}</Table.Td>
      <Table.Td ta="right">{option.covers}/{data.wanted}</Table.Td>
      <Table.Td><Group gap={6}><span>{option.arrivesOn === null ? words.unknown : format.day(`${option.arrivesOn}T12:00:00Z`)}</span>{option.late && <Badge color="orange" variant="light" tt="none" autoContrast>{words.late}</Badge>}</Group></Table.Td>
      <Table.Td ta="right" title={option.items.map(({ name, amount }) => `${name} ${format.money(amount, data.currency)}`).join(', ')}>{option.current || option.difference === null ? format.money(option.cost, data.currency) : option.difference === 0 ? words.same : `${sign} ${format.money(Math.abs(option.difference), data.currency)}`}</Table.Td>
      <Table.Td>{option.breaks ? <Group gap={4} wrap="nowrap"><IconAlertTriangle size={15} aria-hidden color="var(--mantine-color-orange-7)" /><Text size="sm">{words.breaks}: {ruleInWords(option.breaks.rule, rules)}</Text></Group> : option.fits ? '–' : <Text size="sm" c="dimmed">{words.notAll}</Text>}</Table.Td>
    </Table.Tr>
  );
}
