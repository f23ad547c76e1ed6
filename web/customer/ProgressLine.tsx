/** How far a delivery is, as a line of steps with the times at which each was reached. */
import { Text, Timeline, VisuallyHidden } from '@mantine/core';
import { IconBuildingStore, IconCheck, IconHome, IconPackage, IconReceipt, IconShoppingBag, IconTruck } from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useFormat } from '../shell/format.ts';
import type { CustomerDelivery } from './useOrder.ts';
import { useWords } from './words.ts';

const ICONS: Record<CustomerDelivery['steps'][number]['step'], TablerIcon> = { received: IconReceipt, preparing: IconPackage, to_store: IconTruck, on_its_way: IconTruck, at_pickup_point: IconBuildingStore, ready: IconBuildingStore, collected: IconShoppingBag, delivered: IconHome };

export function ProgressLine({ steps }: { steps: CustomerDelivery['steps'] }) {
  const words = useWords();
  const format = useFormat();
  // The bar is filled up to the step that is going on now.
  const active = Math.max(steps.findIndex(({ state }) => state === 'now'), steps.filter(({ state }) => state === 'done').length - 1);
  return (
    <Timeline active={active} color="var(--brand-line)" vars={() => ({ root: { '--tl-icon-color': 'var(--on-brand-line)' } })} bulletSize={30} lineWidth={3} role="list" aria-label={words.progress}>
      {steps.map(({ step, state, at }) => {
        const Icon = state === 'done' ? IconCheck : ICONS[step];
        return (
          <Timeline.Item key={step} role="listitem" aria-current={state === 'now' ? 'step' : undefined} bullet={<Icon size={17} aria-hidden />} title={<Text span fw={state === 'now' ? 700 : 500} c={state === 'todo' ? 'dimmed' : undefined}>{words.step[step]}<VisuallyHidden>, {words.stepState[state]}</VisuallyHidden></Text>}>
            {state !== 'todo' && at !== null && <Text size="sm" c="dimmed">{format.due(at)}</Text>}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
