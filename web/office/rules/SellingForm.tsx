/** Rules of what channels may sell as a form: for which channels they are, and of each rule where it applies and what it does. */
import { ActionIcon, Button, Fieldset, Group, MultiSelect, NumberInput, Paper, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { group, list, number, problemAt, text } from '../../parts/settings/form.ts';
import type { Body, FormProps } from '../../parts/settings/form.ts';
import { CelEditor } from './CelEditor.tsx';
import { Impact } from './Impact.tsx';
import type { Place } from './completion.ts';
import { ruleRoute } from './routes.ts';
import { useSellingWords } from './selling-words.ts';

const KINDS = ['safety_stock', 'threshold', 'channel_buffer', 'ring_fence', 'excluded', 'pickup_only', 'not_for_pickup', 'nearest', 'expected'] as const;
type Kind = (typeof KINDS)[number];

/** What an effect begins with when it is chosen. */
const FIRST: Readonly<Record<Kind, Body>> = {
  safety_stock: { units: 1 }, threshold: { below: 3 }, channel_buffer: { units: 1 }, ring_fence: { units: 1, channels: [] }, excluded: {}, pickup_only: {}, not_for_pickup: {}, nearest: { stores: 3, by: 'ip' }, expected: { days: 7 },
};

export function SellingForm({ body, onChange, problems, readOnly }: FormProps) {
  const words = useSellingWords();
  const { name } = ruleRoute.useParams();
  const { data } = useQuery({ ...read('getExpressionWords', { kind: 'availability' }), staleTime: Number.POSITIVE_INFINITY });
  const place = (path: string): Place | undefined => data?.places.find((one) => one.path === path);
  const set = (change: Body): void => onChange({ ...body, ...change });
  const rules = list(body['rules']);
  const put = (next: Body[]): void => set({ rules: next });
  const swap = (index: number, by: 1 | -1): void => { const next = [...rules]; [next[index], next[index + by]] = [next[index + by] as Body, next[index] as Body]; put(next); };
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
        <TextInput label={words.name} value={text(body['name'])} onChange={(event) => set({ name: event.currentTarget.value })} error={problemAt(problems, 'name')} readOnly={readOnly} required />
        <NumberInput label={words.priority} description={words.priorityHelp} value={number(body['priority']) ?? 100} onChange={(value) => set({ priority: typeof value === 'number' ? value : undefined })} allowDecimal={false} min={0} readOnly={readOnly} />
      </SimpleGrid>
      <CelEditor label={words.when} description={words.whenHelp} value={text(body['when']) || 'true'} onChange={(when) => set({ when })} place={place('when')} problems={problems.filter(({ path }) => path === 'when')} readOnly={readOnly} />
      <Fieldset legend={words.rules}>
        <Stack>
          <Text size="sm" c="dimmed">{rules.length === 0 ? words.rulesNone : words.rulesHelp}</Text>
          {rules.map((rule, index) => (
            <Rule key={index} rule={rule} at={`rules.${index}`} problems={problems} readOnly={readOnly} place={place('rules.*.when')} onChange={(next) => put(rules.map((one, here) => (here === index ? next : one)))}
              onRemove={() => put(rules.filter((_one, here) => here !== index))} {...(index > 0 ? { onUp: () => swap(index, -1) } : {})} {...(index < rules.length - 1 ? { onDown: () => swap(index, 1) } : {})} />
          ))}
          {!readOnly && <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => put([...rules, { name: '', when: 'true', effect: { kind: 'safety_stock', ...FIRST.safety_stock } }])} style={{ alignSelf: 'flex-start' }}>{words.add}</Button>}
        </Stack>
      </Fieldset>
      <Impact name={name} body={body} sound={problems.length === 0} />
    </Stack>
  );
}

interface RuleProps { rule: Body; at: string; problems: FormProps['problems']; readOnly: boolean; place: Place | undefined; onChange: (rule: Body) => void; onRemove: () => void; onUp?: () => void; onDown?: () => void }

function Rule({ rule, at, problems, readOnly, place, onChange, onRemove, onUp, onDown }: RuleProps) {
  const words = useSellingWords();
  const effect = group(rule['effect']);
  const kind = KINDS.find((one) => one === effect['kind']) ?? 'safety_stock';
  const name = text(rule['name']);
  const move = (label: string, icon: React.ReactNode, go: (() => void) | undefined) => <ActionIcon size={36} variant="default" aria-label={label} onClick={go} disabled={!go}>{icon}</ActionIcon>;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group align="flex-end" wrap="nowrap" gap="xs">
          <TextInput flex={1} label={words.ruleName} value={name} onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })} error={problemAt(problems, `${at}.name`)} readOnly={readOnly} required />
          {!readOnly && <>{move(words.up(name), <IconArrowUp size={18} aria-hidden />, onUp)}{move(words.down(name), <IconArrowDown size={18} aria-hidden />, onDown)}<ActionIcon size={36} variant="default" aria-label={words.remove(name)} onClick={onRemove}><IconTrash size={18} aria-hidden /></ActionIcon></>}
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select label={words.effect} description={words.effects[kind].help} data={KINDS.map((value) => ({ value, label: words.effects[value].name }))} value={kind} allowDeselect={false} readOnly={readOnly} error={problemAt(problems, `${at}.effect`)}
            onChange={(value) => { const next = KINDS.find((one) => one === value); if (next && next !== kind) onChange({ ...rule, effect: { kind: next, ...FIRST[next] } }); }} />
          <Amount kind={kind} effect={effect} at={`${at}.effect`} problems={problems} readOnly={readOnly} onChange={(change) => onChange({ ...rule, effect: { kind, ...change } })} />
        </SimpleGrid>
        <CelEditor label={words.applies} description={words.knows[kind === 'channel_buffer' ? 'network' : kind === 'ring_fence' ? 'place' : kind === 'nearest' ? 'channel' : 'all']} value={text(rule['when']) || 'true'} onChange={(when) => onChange({ ...rule, when })} place={place} problems={problems.filter(({ path }) => path === `${at}.when`)} readOnly={readOnly} />
      </Stack>
    </Paper>
  );
}

interface AmountProps { kind: Kind; effect: Body; at: string; problems: FormProps['problems']; readOnly: boolean; onChange: (effect: Body) => void }

/** The numbers of an effect, and for whom it keeps what it keeps. */
function Amount({ kind, effect, at, problems, readOnly, onChange }: AmountProps) {
  const words = useSellingWords();
  const { kind: _kind, ...rest } = effect;
  const field = (name: 'units' | 'below' | 'stores' | 'days' | 'percent', label: string, more: { min?: number; max?: number } = {}) => (
    <NumberInput label={label} value={number(effect[name]) ?? ''} onChange={(value) => onChange({ ...rest, [name]: typeof value === 'number' ? value : undefined })} allowDecimal={false} min={1} error={problemAt(problems, `${at}.${name}`)} readOnly={readOnly} {...more} />
  );
  switch (kind) {
    case 'safety_stock': return field('units', words.units);
    case 'threshold': return field('below', words.below, { min: 2 });
    case 'expected': return field('days', words.days, { max: 365 });
    case 'channel_buffer': case 'ring_fence': return <Share {...{ kind, effect, at, problems, readOnly, onChange }} field={field} />;
    case 'nearest': return (
      <Stack gap="xs">
        {field('stores', words.stores, { max: 100 })}
        <SegmentedControl aria-label={words.by} data={[{ value: 'ip', label: words.bys.ip }, { value: 'place', label: words.bys.place }]} value={effect['by'] === 'place' ? 'place' : 'ip'} onChange={(by) => onChange({ ...rest, by })} readOnly={readOnly} />
      </Stack>
    );
    case 'excluded': case 'pickup_only': case 'not_for_pickup': return <div />;
    default: return kind satisfies never;
  }
}

function Share({ kind, effect, at, problems, readOnly, onChange, field }: AmountProps & { field: (name: 'units' | 'percent', label: string, more?: { max?: number }) => React.ReactNode }) {
  const words = useSellingWords();
  const channels = useQuery({ ...read('listChannels', {}), enabled: kind === 'ring_fence', retry: false, staleTime: 60_000 });
  const named = Array.isArray(effect['channels']) ? effect['channels'].map(String) : [];
  const share = effect['percent'] !== undefined;
  const known = channels.data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? [];
  const keep = kind === 'ring_fence' ? { channels: named } : {};
  return (
    <Stack gap="xs">
      <SegmentedControl aria-label={words.measure} data={[{ value: 'units', label: words.inUnits }, { value: 'percent', label: words.inPercent }]} value={share ? 'percent' : 'units'} readOnly={readOnly} onChange={(value) => onChange(value === 'percent' ? { ...keep, percent: 10 } : { ...keep, units: 1 })} />
      {share ? field('percent', words.percent, { max: 100 }) : field('units', words.units)}
      {kind === 'ring_fence' && <MultiSelect label={words.forChannels} data={[...known, ...named.filter((code) => !known.some(({ value }) => value === code)).map((code) => ({ value: code, label: code }))]} value={named} onChange={(next) => onChange({ ...(share ? { percent: effect['percent'] } : { units: effect['units'] }), channels: next })} error={problemAt(problems, `${at}.channels`)} readOnly={readOnly} />}
    </Stack>
  );
}
