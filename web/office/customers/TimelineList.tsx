/** Everything that happened with a person, in one line of time. */
import { Badge, Button, Group, SegmentedControl, Text, Timeline as Line, Title } from '@mantine/core';
import { IconArrowBackUp, IconMail, IconNote, IconReceipt2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { Ago } from '../../parts/Ago.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import classes from './customers.module.css';
import { customerRoute } from './routes.ts';
import { KINDS, timelineOf } from './timeline.ts';
import type { Kind, Moment } from './timeline.ts';
import { useWords } from './words.ts';

const STEP = 30;
const ICONS: Readonly<Record<Kind, typeof IconMail>> = { orders: IconReceipt2, returns: IconArrowBackUp, messages: IconMail, notes: IconNote };

export function Timeline({ history }: { history: Answer<'getCustomerHistory'> }) {
  const words = useWords();
  const { show } = customerRoute.useSearch();
  const navigate = customerRoute.useNavigate();
  const [upTo, setUpTo] = useState(STEP);
  const moments = timelineOf(history, show);
  return (
    <section aria-labelledby="timeline">
      <Group justify="space-between" mb="md">
        <Title order={2} id="timeline">{words.timeline}</Title>
        <SegmentedControl size="xs" aria-labelledby="timeline" value={show ?? 'all'} onChange={(value) => void navigate({ search: value === 'all' ? {} : { show: value as Kind }, replace: true })} data={[{ value: 'all', label: words.all }, ...KINDS.map((kind) => ({ value: kind, label: words[kind] }))]} />
      </Group>
      {moments.length === 0 && <Text c="dimmed">{words.noTimeline}</Text>}
      <Line bulletSize={28} lineWidth={2} color="gray">
        {moments.slice(0, upTo).map((moment) => {
          const Icon = ICONS[moment.kind];
          return <Line.Item key={`${moment.kind} ${moment.key}`} bullet={<Icon size={15} aria-hidden />} title={<Heading moment={moment} />}><Told moment={moment} /></Line.Item>;
        })}
      </Line>
      {moments.length > upTo && <Button variant="default" mt="md" onClick={() => setUpTo(upTo + STEP)}>{words.more}</Button>}
    </section>
  );
}

function Heading({ moment }: { moment: Moment }) {
  const words = useWords();
  const said = { orders: () => words.event.ordered(moment.kind === 'orders' ? moment.of.number : ''), returns: () => words.event.returned(moment.kind === 'returns' ? moment.of.orderNumber : ''), messages: () => (moment.kind === 'messages' ? wordOf(words.message, moment.of.kind) : ''), notes: () => words.event.noted }[moment.kind]();
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
      <LinkAnchor to="/orders/$order" params={{ order: moment.order }} size="sm" fw={600}>{said}</LinkAnchor>
      <Text size="xs" c="dimmed" fw={400} component="span" style={{ whiteSpace: 'nowrap' }}><Ago at={moment.at} /></Text>
    </Group>
  );
}

function Told({ moment }: { moment: Moment }) {
  const words = useWords();
  const format = useFormat();
  const places = usePlaces();
  const channels = useChannels();
  switch (moment.kind) {
    case 'orders': {
      const { of } = moment;
      return <Group gap="xs"><StatusBadge of="order" status={of.status} /><Text size="sm" c="dimmed">{[channels.name(of.channel), words.event.units(of.units), format.money(of.total, of.currency)].join(' · ')}</Text></Group>;
    }
    case 'returns': return <Group gap="xs"><Badge variant="light" color="grape" tt="none">{wordOf(words.returnStatus, moment.of.status)}</Badge><Text size="sm" c="dimmed">{[words.event.units(moment.of.units), words.event.at(places.name(moment.of.location))].join(' · ')}</Text></Group>;
    case 'messages': return <Text size="sm" c="dimmed">{[wordOf(words.messageState, moment.of.state), moment.of.subject, words.event.ordered(moment.of.orderNumber)].filter((part) => part !== '').join(' · ')}</Text>;
    case 'notes': return <><Text size="sm" className={classes.text}>{moment.of.text}</Text><Text size="xs" c="dimmed">{[words.event.by(moment.of.by), words.event.ordered(moment.of.orderNumber)].join(' · ')}</Text></>;
  }
}
