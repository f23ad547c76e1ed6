/** The lines of an order with their units by stage: how many are where. */
import { ActionIcon, Anchor, Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconHourglass, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useStage, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useOrder } from './context.ts';
import classes from './Lines.module.css';
import { stepsOf } from './model.ts';
import type { Line, Step } from './model.ts';
import { Section } from './Section.tsx';
import { useWords } from './words.ts';

export function Lines() {
  const { order } = useOrder();
  const words = useWords();
  return <Section title={words.lines}>{order.lines.map((line) => <LineRow key={line.line} line={line} />)}</Section>;
}

function LineRow({ line }: { line: Line }) {
  const { order, around, open } = useOrder();
  const words = useWords();
  const format = useFormat();
  const variant = around?.variants.find(({ sku }) => sku === line.sku);
  const options = variant ? Object.values(variant.options).join(' · ') : '';
  const editable = order.can.includes('cancel') && line.kind === 'goods' && order.deliveries.find(({ delivery }) => delivery === line.delivery)?.kind !== 'carry_out';
  return (
    <div className={classes.row}>
      <Group wrap="nowrap" align="flex-start" gap="md">
        <ProductPicture picture={variant?.picture ?? null} name={line.name} size={64} />
        <Stack gap={4} style={{ flex: 1, minWidth: 0 }}>
          <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
            <div>
              <Text fw={600}>{variant?.productName ?? line.name}</Text>
              <Text size="sm" c="dimmed">{[options, line.sku, line.kind === 'goods' ? null : wordOf(words.kinds, line.kind)].filter(Boolean).join(' · ')}</Text>
            </div>
            <Stack gap={0} align="flex-end">
              <Text fw={600} className={classes.money}>{format.money(line.total, order.currency)}</Text>
              <Group gap={4} wrap="nowrap">
                <Text size="sm" c="dimmed" className={classes.money}>{line.quantity} × {format.money(line.unitPrice, order.currency)}</Text>
                {editable && <Tooltip label={words.quantity}><ActionIcon size={24} variant="subtle" color="gray" aria-label={`${words.quantity}: ${line.name}`} onClick={() => open(`quantity-${line.line}`)}><IconPencil size={14} aria-hidden /></ActionIcon></Tooltip>}
              </Group>
            </Stack>
          </Group>
          <Bar line={line} />
          <Waits line={line} />
        </Stack>
      </Group>
    </div>
  );
}

/** One bar of all units; the list under it says the same in words. */
function Bar({ line }: { line: Line }) {
  const words = useWords();
  const steps = stepsOf(line);
  return (
    <div>
      <div className={classes.bar} aria-hidden>{steps.map(({ part, quantity }) => <div key={part} className={classes.part} data-part={part} style={{ flexGrow: quantity }} />)}</div>
      <ul className={classes.steps} aria-label={words.unitsOf(line.name)}>{steps.map((step) => <StepWords key={step.part} step={step} />)}</ul>
    </div>
  );
}

/** What of a line waits for goods that are to come: for which, until when, and when the customer has it then. */
function Waits({ line: { waits = [] } }: { line: Line }) {
  const { order, nameOf } = useOrder();
  const words = useWords();
  const format = useFormat();
  const collected = (delivery: number): boolean => order.deliveries.some((one) => one.delivery === delivery && one.kind === 'pickup');
  return waits.map(({ delivery, quantity, reference, location, expectedOn, arrivesAt }) => (
    <Group key={`${reference} ${delivery}`} gap="xs" align="flex-start" mt={6}>
      <Badge variant="light" color="orange" tt="none" leftSection={<IconHourglass size={12} aria-hidden />} autoContrast style={{ flexShrink: 0 }}>{words.waitsUntil(format.day(`${expectedOn}T12:00:00Z`))}</Badge>
      <Text size="sm" style={{ flex: '1 1 260px' }}>{words.waitsFor(quantity)} <Anchor underline="always" component={Link} to={`/stock/expected/${encodeURIComponent(reference)}`}>{reference}</Anchor> {words.at} {nameOf(location)}{arrivesAt !== null && `; ${(collected(delivery) ? words.waitsReady : words.waitsArrives)(format.due(arrivesAt))}`}</Text>
    </Group>
  ));
}

function StepWords({ step }: { step: Step }) {
  const { nameOf } = useOrder();
  const stages = useStage();
  const words = useWords();
  return (
    <>
      {step.stages.map(({ stage, quantity, locations }) => (
        <li key={stage}>
          <span className={`${classes.dot} ${classes.part}`} data-part={step.part} aria-hidden />
          <Text size="sm" span><b>{quantity}</b> {wordOf(stages, stage)}{locations.length > 0 && <Text span c="dimmed"> {words.at} {locations.map(nameOf).join(', ')}</Text>}</Text>
        </li>
      ))}
    </>
  );
}
