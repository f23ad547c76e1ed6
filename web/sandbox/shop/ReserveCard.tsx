/** Reserving at a store instead of buying: the stores that have all of the basket now, how long it is kept, and the code for the till. */
import { Alert, Button, Card, Group, Radio, Stack, Text, Title } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Operations } from '../../api/generated/operations.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { tell, watch } from '../demo.ts';
import type { Customer, Reserved, ReserveWish, Shop } from '../demo.ts';
import type { BasketLine } from './basket.ts';
import { useReserveWords } from './words.ts';

type Store = Operations['listDeliveryOptions']['answer']['stores'][number];
interface ReserveProps { shop: Shop; basket: readonly BasketLine[]; stores: readonly Store[]; customer: Customer }

export function ReserveCard(props: ReserveProps) {
  const words = useReserveWords();
  const [open, setOpen] = useState(false);
  const [reserved, setReserved] = useState<{ made: Reserved; store: string } | null>(null);
  return (
    <Card withBorder padding="lg" component="section" aria-label={words.title}>
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h3">{words.title}</Title>
        {reserved !== null ? <Done {...reserved} onAgain={() => setReserved(null)} />
          : open ? <Reserving {...props} onClose={() => setOpen(false)} onDone={(made, store) => { setOpen(false); setReserved({ made, store }); }} />
            : <><Text>{words.about}</Text><Button variant="default" leftSection={<IconBookmark size={18} aria-hidden />} onClick={() => setOpen(true)}>{words.open}</Button></>}
      </Stack>
    </Card>
  );
}

function Reserving({ shop, basket, stores, customer, onClose, onDone }: ReserveProps & { onClose: () => void; onDone: (made: Reserved, store: string) => void }) {
  const words = useReserveWords();
  const format = useFormat();
  const policy = useQuery(watch<{ hours: number }>('/reservations', false));
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  // Nothing is brought for a reservation: the store has it, or another one does.
  const there = stores.filter(({ brought }) => !brought);
  const store = there.find(({ location }) => location === chosen) ?? null;
  const { first, last, email, language } = customer;
  const named = [first, last, email].every((value) => value.trim() !== '');
  const reserve = useMutation({ mutationFn: (wish: ReserveWish) => tell<Reserved>('/reservations', wish), onSuccess: (made) => onDone(made, store?.name ?? made.store) });
  const submit = (): void => {
    setTried(true);
    if (store !== null && named) reserve.mutate({ shop, store: store.location, lines: basket.map(({ sku, quantity }) => ({ sku, quantity })), customer: { first, last, email, language } });
  };
  return (
    <>
      {there.length === 0 ? <Text role="status">{words.none}</Text> : (
        <Radio.Group label={words.where} value={store?.location ?? ''} onChange={setChosen} error={tried && store === null ? words.choose : null}>
          <Stack gap="xs" mt="xs">{there.map((one) => <Radio key={one.location} size="md" value={one.location} label={one.name} description={one.metres === null ? words.there : `${words.there}, ${words.away(format.number(one.metres / 1000, 1))}`} />)}</Stack>
        </Radio.Group>
      )}
      {policy.data && <Text size="sm">{words.holds(policy.data.hours)}</Text>}
      <Text size="sm" c={named ? 'dimmed' : 'var(--mantine-color-error)'}>{named ? words.who(`${first} ${last}`, email) : words.whoMissing}</Text>
      <ProblemAlert error={reserve.error ?? policy.error} />
      <Group gap="sm">
        {there.length > 0 && <Button loading={reserve.isPending} onClick={submit}>{words.reserve}</Button>}
        <Button variant="default" onClick={onClose}>{words.not}</Button>
      </Group>
    </>
  );
}

function Done({ made, store, onAgain }: { made: Reserved; store: string; onAgain: () => void }) {
  const words = useReserveWords();
  const format = useFormat();
  return (
    <>
      <Alert color="teal" variant="light" role="status" title={words.done(made.number)}>
        <Text>{words.keptAt(store, format.due(made.until))}</Text>
        {made.code !== null && <Text>{words.code}: <Text span fw={650} style={{ letterSpacing: '0.15em' }}>{made.code}</Text></Text>}
      </Alert>
      <Group gap="sm">
        <Button component="a" variant="default" href={made.page} target="_blank" rel="noreferrer">{words.page}</Button>
        <Button variant="default" component={Link} to="/mailbox">{words.mails}</Button>
        <Button variant="subtle" onClick={onAgain}>{words.again}</Button>
      </Group>
    </>
  );
}
