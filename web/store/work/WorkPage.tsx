/** One order from shelf to pile on one screen: scan each product, one tap for the box, and the label prints by itself. */
import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconArrowLeft, IconHandStop, IconPackageExport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { startLabels } from '../../printing/labels.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { useMe } from '../../shell/session.ts';
import type { Actions } from './actions.ts';
import { Finish, FinishPanel } from './Finish.tsx';
import { nextOf } from './groups.ts';
import { Labels } from './Labels.tsx';
import { LineCard } from './LineCard.tsx';
import { ProblemDrawer } from './ProblemDrawer.tsx';
import { inOrder, stepOf } from './progress.ts';
import type { Line, Work } from './progress.ts';
import { PutBack } from './PutBack.tsx';
import { workRoute } from './routes.ts';
import { todayOf } from './today.ts';
import { OnTheirWay, Reports, ScanBanner } from './Told.tsx';
import { useWork } from './useWork.ts';
import classes from './work.module.css';
import { useTodayWords, useWorkWords } from './words.ts';

export default function WorkPage() {
  const { fulfilment } = workRoute.useParams();
  useEffect(startLabels, []);
  return <InHand key={fulfilment} fulfilment={fulfilment} />;
}

function InHand({ fulfilment }: { fulfilment: string }) {
  const hand = useWork(fulfilment);
  const [problem, setProblem] = useState<Line | null>(null);
  const { query, work, actions } = hand;
  if (!work || !actions) return query.error ? <PageProblem error={query.error} retry={() => void query.refetch()} /> : <Loading />;
  const step = stepOf(work);
  const open = work.lines.filter((line) => line.toPick + line.picked > 0);
  return (
    <div className={classes.narrow}>
      <Header work={work} />
      <Stack>
        {step === 'pick' && <div className={classes.top}><Stack gap="xs"><ScanField onScan={hand.scan} disabled={problem !== null} /><ScanBanner told={hand.told} lines={work.lines} /></Stack></div>}
        <OnTheirWay unsent={hand.unsent} refused={hand.refused} />
        <Reports reports={hand.reports} seen={hand.seen} here={work.location} />
        <PutBack lines={work.lines} putBack={() => void actions.putBack()} />
        <Ending work={work} actions={actions} sending={hand.unsent > 0} step={step} />
        {open.length + work.lines.filter((line) => line.packed > 0).length > 0 && <Products work={work} step={step} onProblem={setProblem} />}
      </Stack>
      <ProblemDrawer line={problem} onReport={(line, quantity, reason) => void actions.report(line, quantity, reason)} onClose={() => setProblem(null)} />
    </div>
  );
}

function Header({ work }: { work: Work }) {
  const words = useWorkWords();
  const kinds = useTodayWords().kind;
  const format = useFormat();
  const me = useMe();
  const about = [work.kind === 'transfer' && work.destinationName !== null ? words.to(work.destinationName) : kinds[work.kind as keyof typeof kinds] ?? work.kind, work.dueAt === null ? null : words.due(format.due(work.dueAt)), work.acceptedBy === null || work.acceptedBy === me.name ? null : words.by(work.acceptedBy)];
  return (
    <>
      <Button component={Link} to={`/${work.location}/today`} variant="subtle" color="gray" c="dimmed" size="compact-md" h={44} ml={-8} leftSection={<IconArrowLeft size={18} aria-hidden />}>{words.back}</Button>
      <PageHeader title={work.number} documentTitle={words.order(work.number)} description={about.filter(Boolean).join(' · ')} />
    </>
  );
}

/** What comes after the last scan: the box, its label, and the next order. */
function Ending({ work, actions, sending, step }: { work: Work; actions: Actions; sending: boolean; step: ReturnType<typeof stepOf> }) {
  const words = useWorkWords();
  if (step === 'held') return <Alert color="orange" variant="light" icon={<IconHandStop aria-hidden />} title={words.held}><Text c="var(--mantine-color-text)">{words.heldText}</Text></Alert>;
  if (step === 'finish' && (work.kind !== 'pickup' || actions.waitsForShelf)) return <FinishPanel title={words.allDone}><Finish work={work} actions={actions} focus /></FinishPanel>;
  if (step === 'pick') return <Labels parcels={work.parcels} />;
  return <Done work={work} sending={sending} />;
}

function Done({ work, sending }: { work: Work; sending: boolean }) {
  const words = useWorkWords();
  const me = useMe();
  const today = useQuery(todayOf(work.location));
  const next = nextOf(today.data?.items ?? [], [work.id], me.name);
  const packed = work.lines.some((line) => line.packed > 0);
  const gone = work.lines.some((line) => line.gone > 0 || line.picked > 0);
  const labels = work.parcels.filter(({ status }) => status === 'packed' || status === 'labelled');
  if (!packed && !gone) return <Empty icon={<IconPackageExport size={44} />} title={words.ended} text={words.endedText}><Onward work={work} next={next?.fulfilment ?? null} number={next?.number ?? ''} /></Empty>;
  const carrier = labels.find(({ status }) => status === 'labelled')?.carrierName;
  return (
    <FinishPanel title={work.kind === 'transfer' ? words.toteDone : work.kind === 'pickup' ? (work.shelf === null ? words.pickupDone : words.shelfDone(work.shelf)) : carrier === undefined ? words.packing : words.pile(carrier)}>
      {labels.length === 0 && packed && sending && <Text role="status">{navigator.onLine ? words.labelWaiting : words.kept}</Text>}
      <Labels parcels={work.parcels} />
      <Onward work={work} next={next?.fulfilment ?? null} number={next?.number ?? ''} />
    </FinishPanel>
  );
}

/** On to the next order: the third tap. */
function Onward({ work, next, number }: { work: Work; next: string | null; number: string }) {
  const words = useWorkWords();
  return (
    <Group mt="xs">
      {next !== null && <Button size="lg" component={Link} to={`/${work.location}/work/${next}`}>{words.next(number)}</Button>}
      <Button size="lg" variant={next === null ? 'filled' : 'default'} component={Link} to={`/${work.location}/today`}>{words.toToday}</Button>
    </Group>
  );
}

function Products({ work, step, onProblem }: { work: Work; step: ReturnType<typeof stepOf>; onProblem: (line: Line) => void }) {
  const words = useWorkWords();
  const lines = inOrder(work.lines.filter((line) => line.toPick + line.picked + line.packed + line.gone > 0));
  const current = step === 'pick' ? lines.find((line) => line.toPick > 0) : undefined;
  return (
    <section aria-label={words.products}>
      <ul className={classes.lines}>{lines.map((line) => <LineCard key={line.line} line={line} current={line.line === current?.line} onProblem={step !== 'held' && line.toPick + line.picked > 0 ? () => onProblem(line) : undefined} />)}</ul>
    </section>
  );
}

const Loading = () => <Stack maw={860} aria-hidden><Skeleton h={30} w={180} /><Skeleton h={44} /><Skeleton h={52} /><Skeleton h={180} /><Skeleton h={92} /></Stack>;
