/** The first thing an operations manager sees: what needs a decision, how today goes, where the orders are, and which locations are at work. */
import { Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { useFigureFormat } from '../../parts/insight/figure-value.ts';
import type { FigureName } from '../../parts/insight/figure-value.ts';
import { FunnelBars } from '../../parts/insight/Funnel.tsx';
import { useFigureWords } from '../../parts/insight/words.ts';
import { WorkloadBars } from '../../parts/insight/Workload.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { QueueCards } from '../../parts/queues/QueueCards.tsx';
import { useFormat, ZONE } from '../../shell/format.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import classes from './Overview.module.css';
import { useWords } from './words.ts';
import { now as clockNow } from '../../shell/clock.ts';

/** What is not told by a stream of changes is read again this often, in milliseconds. */
const AGAIN = 15_000;
const TODAY: readonly FigureName[] = ['orders', 'revenue', 'fill_rate', 'first_time_right', 'dispatch_on_time'];
/** Locations shown; the others are one step away. */
const MOST = 8;

export default function OverviewPage() {
  const words = useWords();
  const me = useMe();
  const format = useFormat();
  const looks = hasRole(me, 'operations', 'finance', 'service', 'viewer');
  return (
    <>
      <PageHeader title={words.title} description={words.hello(me.name, format.day(clockNow()))} />
      <Stack gap="xl">
        {hasRole(me, 'operations', 'service', 'finance') && <Attention />}
        {looks && <Today />}
        {looks && <Stages />}
        {looks && <Stores />}
      </Stack>
    </>
  );
}

function Section({ id, title, more, children }: { id: string; title: string; more?: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" mb="sm" align="baseline"><Title order={2} id={id}>{title}</Title>{more}</Group>
      {children}
    </section>
  );
}

function Attention() {
  const words = useWords();
  const { data, error } = useQuery({ ...read('listQueues', {}, { kinds: ['order'] }), refetchInterval: AGAIN });
  // What is overdue comes first, then what is fullest; what is empty is not worth a place here.
  const waiting = data?.queues.filter(({ count }) => count > 0).sort((a, b) => b.overdue - a.overdue || b.count - a.count);
  return (
    <Section id="attention" title={words.attention} more={<LinkAnchor to="/queues" size="sm" py={4}>{words.all}</LinkAnchor>}>
      <ProblemAlert error={error} />
      {waiting?.length === 0 ? <Paper withBorder><Empty icon={<IconCircleCheck size={40} />} title={words.calm} text={words.calmText} /></Paper> : <QueueCards queues={waiting} />}
    </Section>
  );
}

const dayOf = (moment: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);

function Today() {
  const words = useWords();
  const { names } = useFigureWords();
  const figures = useFigureFormat();
  const day = dayOf(clockNow());
  const { data } = useQuery(read('getFigures', { from: day, until: day, figure: [...TODAY] }, { kinds: ['order'] }));
  return (
    <Section id="today" title={words.today} more={<LinkAnchor to="/insight" size="sm" py={4}>{words.more}</LinkAnchor>}>
      <SimpleGrid cols={{ base: 2, md: 3, xl: 5 }} spacing="md">
        {data ? data.figures.map(({ figure, unit, value, previous }) => (
          <Paper key={figure} withBorder p="md">
            <LinkAnchor to="/insight" search={{ from: day, until: day, figure }} size="sm" c="var(--mantine-color-text)" py={4} display="inline-block">{names[figure]}</LinkAnchor>
            <Text fz={{ base: 20, sm: 26 }} fw={650} lh={1.2} className={classes.number}>{figures.value(unit, value, data.currency)}</Text>
            <Text size="sm" c="dimmed" className={classes.number}>{value === null ? words.nothingYet : previous.value === null ? ' ' : words.against(figures.value(unit, previous.value, data.currency))}</Text>
          </Paper>
        )) : TODAY.map((name) => <Skeleton key={name} h={110} />)}
      </SimpleGrid>
    </Section>
  );
}

function Stages() {
  const words = useWords();
  const { data, error } = useQuery(read('getFunnel', {}, { kinds: ['order'] }));
  return <Section id="stages" title={words.stages}><ProblemAlert error={error} /><Paper withBorder p="lg"><FunnelBars funnel={data} /></Paper></Section>;
}

function Stores() {
  const words = useWords();
  const { data, error } = useQuery(read('getWorkload', { limit: 40 }, { kinds: ['order'] }));
  return (
    <Section id="stores" title={words.stores} more={<LinkAnchor to="/insight" search={{ view: 'now' }} size="sm" py={4}>{words.allLocations}</LinkAnchor>}>
      <ProblemAlert error={error} /><Paper withBorder p="lg"><WorkloadBars workload={data} most={MOST} /></Paper>
    </Section>
  );
}
