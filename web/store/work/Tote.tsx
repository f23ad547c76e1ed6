/** One order of a wave: how full its tote is, and once it is full, one tap to close it. */
import { Alert, Badge, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Actions } from './actions.ts';
import { Finish } from './Finish.tsx';
import { Labels } from './Labels.tsx';
import { stepOf, sumsOf } from './progress.ts';
import { PutBack } from './PutBack.tsx';
import type { Toted } from './walk.ts';
import { useWaveWords, useWorkWords } from './words.ts';

export interface ToteProps {
  work: Toted;
  actions: Actions;
  location: string;
  /** Whether a scan now means this order's tote for the van or its shelf: one at a time, and not while products are scanned. */
  turn: boolean;
}

export function Tote({ work, actions, location, turn }: ToteProps) {
  const words = useWaveWords();
  const own = useWorkWords();
  const { wanted, done } = sumsOf(work.lines);
  const step = stepOf(work);
  const said = step === 'ended' ? (wanted > 0 ? own.done : own.ended) : step === 'packed' ? own.done : own.picked(done, wanted);
  return (
    <Card withBorder padding="md" data-tote={work.tote} data-step={step}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap"><Text fw={800} fz={30} lh={1} miw={34} ta="center" aria-label={words.tote(work.tote)}>{work.tote}</Text><Text component={Link} to={`/${location}/work/${work.id}`} fw={600} c="var(--mantine-color-text)" py={10}>{work.number}</Text></Group>
          <Badge size="lg" tt="none" autoContrast variant={step === 'pick' ? 'light' : 'filled'} color={step === 'ended' && wanted === 0 ? 'gray' : undefined}>{said}</Badge>
        </Group>
        {step === 'pick' && <Progress value={wanted === 0 ? 0 : (done / wanted) * 100} aria-label={own.picked(done, wanted)} />}
        {step === 'held' && <Alert color="orange" variant="light" title={own.held}><Text size="sm" c="var(--mantine-color-text)">{own.heldText}</Text></Alert>}
        {step === 'finish' && (work.kind === 'ship' || (turn && (work.kind === 'transfer' || actions.waitsForShelf))) && <Finish work={work} actions={actions} />}
        {step !== 'pick' && <Labels parcels={work.parcels} />}
        <PutBack lines={work.lines} putBack={() => void actions.putBack()} />
      </Stack>
    </Card>
  );
}
