/** Several orders in one walk along the shelves: each scan says into which tote, and at the end each order is closed with one tap. */
import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle, IconArrowLeft, IconBarcode, IconRoute, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { startLabels } from '../../printing/labels.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { FinishPanel } from './Finish.tsx';
import { Place, Product } from './LineCard.tsx';
import { ProblemDrawer } from './ProblemDrawer.tsx';
import { stepOf } from './progress.ts';
import { waveRoute } from './routes.ts';
import { OnTheirWay, Reports } from './Told.tsx';
import { Tote } from './Tote.tsx';
import { useWave } from './useWave.ts';
import type { Put } from './useWave.ts';
import { divide } from './walk.ts';
import type { Stop, Toted } from './walk.ts';
import classes from './work.module.css';
import { useWaveWords, useWorkWords } from './words.ts';

export default function WavePage() {
  const { location } = waveRoute.useParams();
  const { work } = waveRoute.useSearch();
  const words = useWaveWords();
  const { toToday } = useWorkWords();
  useEffect(startLabels, []);
  const ids = work.split(',').filter(Boolean);
  if (ids.length === 0) return <Empty icon={<IconRoute size={44} />} title={words.empty} text={words.emptyText}><Button component={Link} to={`/${location}/today`} size="md" mt="sm">{toToday}</Button></Empty>;
  return <Walk key={work} ids={ids} location={location} />;
}

function Walk({ ids, location }: { ids: readonly string[]; location: string }) {
  const words = useWaveWords();
  const { back } = useWorkWords();
  const wave = useWave(ids);
  const [problem, setProblem] = useState<Stop | null>(null);
  if (!wave.query.data) return wave.query.error ? <PageProblem error={wave.query.error} retry={() => void wave.query.refetch()} /> : <Stack maw={860} aria-hidden><Skeleton h={30} w={180} /><Skeleton h={44} /><Skeleton h={220} /></Stack>;
  const open = wave.stops.filter((stop) => stop.toPick > 0);
  const left = open.reduce((sum, stop) => sum + stop.toPick, 0);
  const turn = left > 0 ? null : wave.works.find((work) => stepOf(work) === 'finish' && (work.kind === 'transfer' || wave.actions(work).waitsForShelf))?.id ?? null;
  return (
    <>
      <Button component={Link} to={`/${location}/today`} variant="subtle" color="gray" c="dimmed" size="compact-md" h={44} ml={-8} leftSection={<IconArrowLeft size={18} aria-hidden />}>{back}</Button>
      <PageHeader title={words.title} description={[words.orders(wave.works.length), ...(left > 0 ? [words.left(left)] : [])].join(' · ')} />
      <div className={classes.columns}>
        <Stack>
          {open.length > 0 && <div className={classes.top}><ScanField onScan={wave.scan} disabled={problem !== null} /></div>}
          {open.length > 0 || wave.put !== null ? <PutBanner put={wave.put} over={open.length === 0} /> : null}
          <OnTheirWay unsent={wave.unsent} refused={wave.refused} />
          <Reports reports={wave.reports} seen={wave.seen} here={location} />
          {open.length === 0 && <Over works={wave.works} location={location} />}
          <ul className={classes.lines} aria-label={words.stops}>{open.map((stop, index) => <StopCard key={stop.key} stop={stop} current={index === 0} onProblem={() => setProblem(stop)} />)}</ul>
        </Stack>
        <section aria-label={words.totes}><Stack><Title order={2} size="h3">{words.totes}</Title>{wave.works.map((work) => <Tote key={work.id} work={work} actions={wave.actions(work)} location={location} turn={work.id === turn} />)}</Stack></section>
      </div>
      <ProblemDrawer line={problem?.line ?? null} {...(problem ? { most: problem.toPick } : {})} onClose={() => setProblem(null)}
        onReport={(_line, quantity, reason) => { for (const part of problem ? divide(problem, quantity) : []) { const work = wave.works.find(({ id }) => id === part.work.id); if (work) void wave.actions(work).report(part.line, part.quantity, reason); } }} />
    </>
  );
}

/** After the last product: close the orders, and when all are closed, on to what is next. */
function Over({ works, location }: { works: readonly Toted[]; location: string }) {
  const words = useWaveWords();
  const { toToday } = useWorkWords();
  if (works.some((work) => stepOf(work) === 'finish')) return <Text fw={600}>{words.finish}</Text>;
  return <FinishPanel title={words.over}><Button size="lg" component={Link} to={`/${location}/today`}>{toToday}</Button></FinishPanel>;
}

/** Where the scanned product goes, large enough to read while walking. */
function PutBanner({ put, over }: { put: Put | null; over: boolean }) {
  const words = useWaveWords();
  const work = useWorkWords();
  if (put === null) return over ? null : <div className={classes.told} data-kind="wait" role="status"><IconBarcode size={26} aria-hidden /><span>{work.scanFirst}</span></div>;
  const { placed } = put;
  if (placed.kind === 'counted') return <div key={put.id} className={classes.told} data-kind="counted" role="status" aria-live="assertive"><Text fz="lg" fw={650}>{words.putInTote}</Text><span className={classes.tote}>{placed.work.tote}</span><Text fw={600}>{placed.line.name}</Text></div>;
  return <div key={put.id} className={classes.told} data-kind={placed.kind} role="alert"><IconX size={26} aria-hidden style={{ flexShrink: 0 }} /><span>{placed.kind === 'enough' ? work.enough(placed.line.name) : placed.kind === 'carton' ? work.carton(placed.line.name, placed.pieces, placed.wanted) : work.wrong(put.code)}</span></div>;
}

function StopCard({ stop, current, onProblem }: { stop: Stop; current: boolean; onProblem: () => void }) {
  const words = useWaveWords();
  const work = useWorkWords();
  return (
    <li className={classes.line} data-current={current} data-sku={stop.key}>
      <Group justify="space-between" wrap="nowrap" mb={8}><Place place={stop.place} large={current} /><Badge size={current ? 'xl' : 'lg'} variant="light" tt="none" autoContrast style={{ flexShrink: 0 }}>{work.picked(stop.wanted - stop.toPick, stop.wanted)}</Badge></Group>
      <Group wrap="nowrap" gap="md"><ProductPicture picture={stop.line.picture} name={stop.line.name} size={current ? 120 : 56} /><Product line={stop.line} large={current} /></Group>
      <Group justify="space-between" mt={8} gap="xs">
        <Group gap={6}>{stop.totes.filter(({ line }) => line.toPick > 0).map(({ tote, line }) => <Badge key={`${tote} ${line.line}`} size="lg" variant="outline" color="gray" c="var(--mantine-color-text)" tt="none">{words.tote(tote)}{line.toPick > 1 ? ` · ${line.toPick} ×` : ''}</Badge>)}</Group>
        <Button variant="default" size="compact-md" h={44} leftSection={<IconAlertTriangle size={18} aria-hidden />} aria-label={`${work.problem}: ${stop.line.name}`} onClick={onProblem}>{work.problem}</Button>
      </Group>
    </li>
  );
}
