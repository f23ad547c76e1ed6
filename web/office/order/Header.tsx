/** The top of an order's page: what it is, for whom, what holds it, and what can be done. */
import { Alert, Anchor, Badge, Button, Group, Menu, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconCash, IconChevronDown, IconHandStop, IconPencil, IconPlus, IconTag, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../api/client.ts';
import { Ago } from '../../parts/Ago.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useRole, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useOrder } from './context.ts';
import { Reservation } from './Reservation.tsx';
import { useReservationWords } from './words-reservation.ts';
import { useHoldReason, useWords } from './words.ts';

export function Header() {
  const { order } = useOrder();
  const words = useWords();
  const { badge } = useReservationWords();
  return (
    <Stack gap={0}>
      <PageHeader title={words.order(order.number)} description={<About />} actions={<Actions />}
        beside={<Group gap="xs"><StatusBadge of="order" status={order.status} />{order.reservation !== null && <Badge color="grape" variant="light" tt="none">{badge}</Badge>}{order.onHold && <Badge color="orange" variant="light" tt="none" leftSection={<IconHandStop size={12} aria-hidden />} autoContrast>{words.onHold}</Badge>}{order.test && <Badge color="grape" variant="light" tt="none">{words.test}</Badge>}</Group>} />
      <Reservation />
      <Holds />
    </Stack>
  );
}

/** Channel, number there, age, customer, promise, labels. */
function About() {
  const { order, around, open } = useOrder();
  const words = useWords();
  const format = useFormat();
  const promised = order.deliveries.flatMap(({ promisedBy }) => promisedBy ?? []).sort()[0];
  const name = around?.buyer?.name ?? null;
  return (
    <Group gap="xs">
      <span>{around?.channel?.name ?? order.channel}{order.externalNumber !== null && ` ${order.externalNumber}`}</span><Dot />
      <span>{words.placed} <Ago at={order.placedAt} span /></span><Dot />
      {around?.customer ? <Anchor component={Link} to={`/customers/${around.customer}`}>{name ?? words.customer}</Anchor> : <span>{name ?? words.unknownCustomer}</span>}
      {promised !== undefined && <><Dot /><span>{words.promised} {format.due(promised)}</span></>}
      {order.tags.map((tag) => <Badge key={tag} variant="default" tt="none" leftSection={<IconTag size={11} aria-hidden />}>{tag}</Badge>)}
      {order.can.includes('tag') && <Tooltip label={words.editTags}><Button size="compact-xs" variant="subtle" color="gray" onClick={() => open('tags')} aria-label={words.editTags} leftSection={order.tags.length === 0 ? <IconTag size={13} aria-hidden /> : undefined}>{order.tags.length === 0 ? words.tags : <IconPencil size={13} aria-hidden />}</Button></Tooltip>}
    </Group>
  );
}

const Dot = () => <Text span c="dimmed" aria-hidden>·</Text>;

function Actions() {
  const { order: { can }, open } = useOrder();
  const words = useWords();
  // A reservation is let go as a whole, where it says so.
  const [back, here] = [can.includes('return'), can.includes('cancel') && !can.includes('cancel_reservation')];
  const more = [
    can.includes('add_lines') && <Menu.Item key="add" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open('add')}>{words.actions.add}</Menu.Item>,
    can.includes('hold') && <Menu.Item key="hold" leftSection={<IconHandStop size={16} aria-hidden />} onClick={() => open('hold')}>{words.actions.hold}</Menu.Item>,
    here && back && <Menu.Item key="cancel" color="red" leftSection={<IconX size={16} aria-hidden />} onClick={() => open('cancel')}>{words.actions.cancel}</Menu.Item>,
  ].filter((item) => item !== false);
  return (
    <>
      {back && <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => open('return')}>{words.actions.return}</Button>}
      {can.includes('refund') && <Button variant="default" leftSection={<IconCash size={16} aria-hidden />} onClick={() => open('refund')}>{words.actions.refund}</Button>}
      {here && !back && <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => open('cancel')}>{words.actions.cancel}</Button>}
      {more.length > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target><Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>{words.actions.more}</Button></Menu.Target>
          <Menu.Dropdown>{more}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** Each hold as a banner, with its release for the team it belongs to. */
function Holds() {
  const { order } = useOrder();
  const words = useWords();
  const reasons = useHoldReason();
  const roles = useRole();
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: (hold: string) => call('releaseHold', { order: order.id, hold, body: {} }),
    onSuccess: (after) => queries.setQueryData(['getOrder', { order: order.id }], after),
  });
  if (order.holds.length === 0) return null;
  return (
    <Stack gap="sm" mb="lg">
      {order.holds.map((hold) => (
        <Alert key={hold.id} color="orange" variant="light" icon={<IconHandStop aria-hidden />} title={words.held(wordOf(reasons, hold.reason))}>
          <Group justify="space-between" align="flex-end">
            <Stack gap={2}>
              {hold.note !== null && <Text size="sm">{hold.note}</Text>}
              <Text size="sm">{words.heldFor(wordOf(roles, hold.owner))}, {words.since} <Ago at={hold.placedAt} span /></Text>
            </Stack>
            {order.can.includes('release_hold') && <Button size="sm" loading={release.isPending && release.variables === hold.id} onClick={() => release.mutate(hold.id)}>{words.release}</Button>}
          </Group>
        </Alert>
      ))}
      <ProblemAlert error={release.error} />
    </Stack>
  );
}
