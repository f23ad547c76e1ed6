/** An order in quarantine: why it is there, sentence by sentence; mending it, taking it as it is, or not taking it. */
import { Button, Code, Group, List, SegmentedControl, Skeleton, Spoiler, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, Refused } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { useRefresh } from './decide.ts';
import type { Item } from './decide.ts';
import { reasonOf } from './reasons.ts';
import type { Amount } from './reasons.ts';
import type { Snapshot } from './repair.ts';
import { RepairForm } from './RepairForm.tsx';
import { useRepairWords, useWords } from './words.ts';

type Corrected = Input<'repairQuarantined'>['body']['order'];

export function Quarantined({ item, onDone }: { item: Item; onDone: () => void }) {
  const words = useRepairWords();
  const sentenceOf = useReasonSentence();
  const { data, error } = useQuery(read('getQuarantined', { quarantine: item.id }));
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton h={200} />;
  return (
    <Stack gap="lg">
      <div><Title order={3} mb={4}>{words.reasons}</Title><List spacing={4}>{data.reasons.map((reason) => <List.Item key={reason}>{sentenceOf(reason)}</List.Item>)}</List></div>
      <Mend item={item} snapshot={data.snapshot} raw={data.raw} onDone={onDone} />
      {data.raw !== null && <div><Title order={3} mb={4}>{words.raw}</Title><Spoiler maxHeight={120} showLabel="…" hideLabel="×"><Code block tabIndex={0}>{pretty(data.raw)}</Code></Spoiler></div>}
    </Stack>
  );
}

function pretty(raw: string): string {
  try { return JSON.stringify(JSON.parse(raw), null, 2); } catch { return raw; }
}

/** A sentence of the proof in the shown language; one that is not known is shown as the server says it. */
function useReasonSentence(): (sentence: string) => string {
  const words = useRepairWords();
  const format = useFormat();
  const money = ({ minor, currency }: Amount): string => format.money(minor, currency);
  return (sentence) => {
    const reason = reasonOf(sentence);
    switch (reason.kind) {
      case 'part': return (reason.part === 'line' ? words.lineTotal : words.chargeTotal)(reason.ref, reason.name, money(reason.expected), money(reason.said));
      case 'sum': return words.sum(money(reason.sum), money(reason.said), money(reason.difference));
      case 'tax': return words.tax(money(reason.sum), money(reason.said));
      case 'negative_line': return words.negativeLine(reason.ref, reason.name, money(reason.amount));
      case 'negative': return words.negative(money(reason.amount));
      case 'shipped': return words.shipped(reason.ref, format.number(reason.cancelled), format.number(reason.shipped), format.number(reason.of));
      case 'returned': return words.returned(reason.ref, format.number(reason.returned), format.number(reason.shipped));
      case 'field': return words.field(reason.path, reason.what);
      case 'other': return reason.sentence;
    }
  };
}

function Mend({ item, snapshot, raw, onDone }: { item: Item; snapshot: Snapshot | null; raw: string | null; onDone: () => void }) {
  const words = useRepairWords();
  const common = useWords();
  const refresh = useRefresh();
  const sentenceOf = useReasonSentence();
  const [how, setHow] = useState<'form' | 'json'>(snapshot === null ? 'json' : 'form');
  const [order, setOrder] = useState<Snapshot | null>(snapshot);
  const [json, setJson] = useState(() => (snapshot === null ? pretty(raw ?? '{}') : JSON.stringify(snapshot, null, 2)));
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<{ reason?: string; json?: string }>({});
  const field = useRef<HTMLTextAreaElement>(null);
  const decide = useMutation({
    mutationFn: async ({ action, body }: { action: 'repair' | 'release' | 'reject'; body: Corrected | null }) => {
      if (action === 'repair' && body !== null) await call('repairQuarantined', { quarantine: item.id, body: { reason, order: body } });
      else await call(action === 'release' ? 'releaseQuarantined' : 'rejectQuarantined', { quarantine: item.id, body: { reason } });
    },
    onSuccess: () => { onDone(); void refresh(); },
  });
  const go = (action: 'repair' | 'release' | 'reject'): void => {
    if (reason.trim() === '') { setWrong({ reason: common.whyNeeded }); field.current?.focus(); return; }
    let body: Corrected | null = how === 'form' ? order as Corrected | null : null;
    if (action === 'repair' && how === 'json') {
      try { body = JSON.parse(json) as Corrected; } catch (error) { setWrong({ json: words.notJson(error instanceof Error ? error.message : '') }); return; }
    }
    setWrong({});
    decide.mutate({ action, body });
  };
  const toggle = (next: string): void => {
    if (next === 'json' && order !== null) setJson(JSON.stringify(order, null, 2));
    if (next === 'form') { try { setOrder(JSON.parse(json) as Snapshot); } catch (error) { setWrong({ json: words.notJson(error instanceof Error ? error.message : '') }); return; } }
    setHow(next === 'form' ? 'form' : 'json');
  };
  const problems = decide.error instanceof Refused ? decide.error.problem.errors ?? [] : [];
  return (
    <Stack gap="sm">
      <Group justify="space-between"><Title order={3}>{words.how}</Title>{snapshot !== null && <SegmentedControl aria-label={words.how} value={how} onChange={toggle} data={[{ value: 'form', label: words.form }, { value: 'json', label: words.json }]} />}</Group>
      {snapshot === null && <Text size="sm" c="dimmed">{words.unreadable}</Text>}
      {how === 'form' && order !== null ? <RepairForm order={order} onChange={setOrder} /> : <Textarea label={words.json} value={json} onChange={(event) => setJson(event.currentTarget.value)} autosize minRows={10} maxRows={24} error={wrong.json} spellCheck={false} styles={{ input: { fontFamily: 'ui-monospace, monospace', fontSize: 13 } }} />}
      <Textarea ref={field} label={common.why} description={common.whyHint} withAsterisk value={reason} maxLength={200} autosize minRows={2} onChange={(event) => { setReason(event.currentTarget.value); setWrong({}); }} error={wrong.reason} />
      {problems.length > 0 ? <List c="var(--mantine-color-error)" role="alert">{problems.map(({ field: path, detail }) => <List.Item key={`${path} ${detail}`}>{path === 'order' ? sentenceOf(detail) : words.field(path, detail)}</List.Item>)}</List> : <ProblemAlert error={decide.error} />}
      <Group gap="sm">
        {item.can.includes('repair') && <Button onClick={() => go('repair')} loading={decide.isPending && decide.variables.action === 'repair'}>{words.sure}</Button>}
        {item.can.includes('release') && snapshot !== null && <Button variant="default" onClick={() => go('release')} loading={decide.isPending && decide.variables.action === 'release'} title={words.releaseHint}>{words.release}</Button>}
        {item.can.includes('reject') && <Button variant="default" c="var(--mantine-color-error)" onClick={() => go('reject')} loading={decide.isPending && decide.variables.action === 'reject'} title={words.rejectHint}>{words.reject}</Button>}
      </Group>
      <Text size="sm" c="dimmed">{words.sure}: {words.repairHint} {snapshot !== null && `${words.release}: ${words.releaseHint} `}{words.reject}: {words.rejectHint}</Text>
    </Stack>
  );
}
