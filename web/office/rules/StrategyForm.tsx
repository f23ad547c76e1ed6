/** A sourcing strategy as a form: when it applies, which locations it leaves out, its limits, and what everything costs. */
import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { CelEditor } from './CelEditor.tsx';
import { FilterRules } from './FilterRules.tsx';
import { group, number, problemAt, text } from '../../parts/settings/form.ts';
import type { Body, FormProps } from '../../parts/settings/form.ts';
import { withQueue } from './forms.ts';
import { useWords } from './words.ts';

const COSTS = ['parcel', 'perUnit', 'perKilometre', 'split', 'lateDay', 'transfer', 'workload', 'carbonPerKilometre', 'scarcity'] as const;
const PLACES = ['store', 'warehouse', 'external_warehouse'] as const;

export function StrategyForm(props: FormProps) {
  const { body, onChange, problems, readOnly } = props;
  const words = useWords();
  const { data } = useQuery({ ...read('getExpressionWords', { kind: 'strategy' }), staleTime: Number.POSITIVE_INFINITY });
  const set = (change: Body): void => onChange({ ...body, ...change });
  const place = (path: string) => data?.places.find((one) => one.path === path);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
        <TextInput label={words.name} value={text(body['name'])} onChange={(event) => set({ name: event.currentTarget.value })} error={problemAt(problems, 'name')} readOnly={readOnly} required />
        <NumberInput label={words.priority} description={words.priorityHelp} value={number(body['priority']) ?? ''} onChange={(value) => set({ priority: typeof value === 'number' ? value : undefined })} allowDecimal={false} readOnly={readOnly} />
      </SimpleGrid>
      <CelEditor label={words.when} description={words.whenHelp} value={text(body['when'])} onChange={(when) => set({ when })} place={place('when')} problems={problems.filter(({ path }) => path === 'when')} readOnly={readOnly} />
      <FilterRules {...props} place={place('filters.*.keep')} currency={text(group(body['cost'])['currency']) || 'EUR'} />
      <Limits {...props} />
      <Splitting {...props} />
      <CelEditor label={words.queue} description={words.queueHelp} value={text(body['queue'])} onChange={(queue) => onChange(withQueue(body, queue))} place={place('queue')} problems={problems.filter(({ path }) => path === 'queue')} readOnly={readOnly} />
      <Costs {...props} />
    </Stack>
  );
}

function Limits({ body, onChange, problems, readOnly }: FormProps) {
  const words = useWords();
  const limits = group(body['limits']);
  const set = (change: Body): void => onChange({ ...body, limits: { ...limits, ...change } });
  const most = (name: 'maxLocations' | 'maxKilometres') => (
    <NumberInput label={words[name]} placeholder={words.noLimit} value={number(limits[name]) ?? ''} onChange={(value) => set({ [name]: typeof value === 'number' ? value : null })} allowDecimal={false} min={1} error={problemAt(problems, `limits.${name}`)} readOnly={readOnly} />
  );
  return (
    <Fieldset legend={words.limits}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {most('maxLocations')}
        {most('maxKilometres')}
        <Select label={words.respectCapacity} data={(['hard', 'soft', 'off'] as const).map((value) => ({ value, label: words.capacity[value] }))} value={text(limits['respectCapacity']) || 'hard'} onChange={(value) => set({ respectCapacity: value })} allowDeselect={false} readOnly={readOnly} />
        {limits['respectCapacity'] === 'soft' && <MoneyInput label={words.overCapacity} value={number(limits['overCapacity'])} onChange={(value) => set({ overCapacity: value ?? 0 })} disabled={readOnly} />}
      </SimpleGrid>
    </Fieldset>
  );
}

function Splitting({ body, onChange, readOnly }: FormProps) {
  const words = useWords();
  const set = (change: Body): void => onChange({ ...body, ...change });
  return (
    <Fieldset legend={words.splitting}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label={words.split} data={(['allowed', 'whole_lines', 'never'] as const).map((value) => ({ value, label: words.splits[value] }))} value={text(body['split']) || 'allowed'} onChange={(value) => set({ split: value })} allowDeselect={false} readOnly={readOnly} />
        {body['split'] !== 'never' && <MoneyInput label={words.splitWorth} value={number(body['splitWorth'])} onChange={(value) => set({ splitWorth: value ?? 0 })} disabled={readOnly} />}
        <Select label={words.unplaced} data={(['wait', 'cancel'] as const).map((value) => ({ value, label: words.unplaceds[value] }))} value={text(body['unplaced']) || 'wait'} onChange={(value) => set({ unplaced: value })} allowDeselect={false} readOnly={readOnly} />
      </SimpleGrid>
    </Fieldset>
  );
}

function Costs({ body, onChange, problems, readOnly }: FormProps) {
  const words = useWords();
  const cost = group(body['cost']);
  const handling = group(cost['handling']);
  const currency = text(cost['currency']) || 'EUR';
  const set = (change: Body): void => onChange({ ...body, cost: { ...cost, ...change } });
  return (
    <Fieldset legend={words.costs}>
      <Text size="sm" c="dimmed" mb="sm">{words.costsHelp}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {COSTS.map((name) => <MoneyInput key={name} label={words.cost[name]} currency={currency} value={number(cost[name])} onChange={(value) => set({ [name]: value ?? 0 })} error={problemAt(problems, `cost.${name}`)} disabled={readOnly} />)}
        <NumberInput label={words.scarcityBelow} suffix={` ${words.pieces}`} value={number(cost['scarcityBelow']) ?? 0} onChange={(value) => set({ scarcityBelow: typeof value === 'number' ? value : 0 })} allowDecimal={false} min={0} readOnly={readOnly} />
        {PLACES.map((kind) => <MoneyInput key={kind} label={words.handling[kind]} currency={currency} value={number(handling[kind])} onChange={(value) => set({ handling: { ...handling, [kind]: value ?? 0 } })} disabled={readOnly} />)}
      </SimpleGrid>
    </Fieldset>
  );
}
