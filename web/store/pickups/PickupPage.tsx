/** One pickup at the counter: what lies where, what to check, and handing over all of it or a part. */
import { Alert, Badge, Button, Checkbox, Group, Paper, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconMapPin } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { Finished } from '../../parts/shop/Finished.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useFormat } from '../../shell/format.ts';
import { Reserved } from './Reserved.tsx';
import { pickupRoute } from './routes.ts';
import { UntilWhen, Waiting } from './Waiting.tsx';
import { usePickupWords } from './words.ts';

type Pickup = Answer<'getPickup'>;

export default function PickupPage() {
  const words = usePickupWords();
  const { location, order, delivery } = pickupRoute.useParams();
  const navigate = pickupRoute.useNavigate();
  const pickup = useQuery(read('getPickup', { order, delivery: Number(delivery) }, { kinds: ['order'], id: order }));
  const [given, setGiven] = useState<{ name: string; given: number; left: number } | null>(null);
  const [moved, setMoved] = useState<string | null>(null);
  const toList = (): void => { void navigate({ to: `/${location}/pickups`, search: {} } as never); };
  if (moved !== null) return <Finished title={moved} next={words.next} onNext={toList} />;
  if (given) return <Finished title={words.done(given.name)} next={words.next} onNext={toList}>{words.doneText(given.given)}{given.left > 0 && <> {words.rest(given.left)}</>}</Finished>;
  return (
    <Stack gap="md" maw={760}>
      <div><BackLink to={`/${location}/pickups`}>{words.back}</BackLink><PageHeader title={pickup.data?.customer ?? words.somebody} description={pickup.data ? (pickup.data.reservedUntil === null ? words.order : words.reservationOf)(pickup.data.number) : ' '} beside={pickup.data && <Badge size="lg" variant="light" tt="none" color={pickup.data.status === 'ready' ? 'teal' : 'gray'} autoContrast>{words.status[pickup.data.status]}</Badge>} /></div>
      {pickup.isError ? <PageProblem error={pickup.error} retry={() => void pickup.refetch()} /> : pickup.isPending ? <RowsLoading rows={3} /> : <><UntilWhen pickup={pickup.data} /><Handing key={pickup.data.lines.map((line) => line.ready).join()} pickup={pickup.data} onGiven={(n) => { feedback('done'); setGiven({ name: pickup.data.customer ?? words.somebody, given: n, left: pickup.data.lines.reduce((sum, line) => sum + line.ready, 0) - n }); }} /><Waiting pickup={pickup.data} onMoved={setMoved} /></>}
    </Stack>
  );
}

function Handing({ pickup, onGiven }: { pickup: Pickup; onGiven: (units: number) => void }) {
  const words = usePickupWords();
  const format = useFormat();
  const scanned = pickupRoute.useSearch().code;
  const [code, setCode] = useState(scanned ?? '');
  const [identified, setIdentified] = useState(false);
  const [wanted, setWanted] = useState<Record<number, number>>(() => Object.fromEntries(pickup.lines.map((line) => [line.line, line.ready])));
  const [paid, setPaid] = useState<'cash' | 'card' | null>(null);
  const queries = useQueryClient();
  const unpaid = pickup.secured === false;
  const units = pickup.lines.reduce((sum, line) => sum + (wanted[line.line] ?? 0), 0);
  const ready = pickup.lines.reduce((sum, line) => sum + line.ready, 0);
  const keyFor = useIntention();
  const give = useMutation({
    mutationFn: () => {
      const body = { code: code.trim() === '' ? null : code, identified, lines: units === ready ? null : pickup.lines.flatMap(({ line }) => ((wanted[line] ?? 0) > 0 ? [{ line, quantity: wanted[line] ?? 0 }] : [])), payment: unpaid && paid !== null ? { method: paid, amount: pickup.toPay } : null };
      return call('collect', { order: pickup.order, delivery: pickup.delivery, body }, { key: keyFor(body) });
    },
    onSuccess: () => { onGiven(units); void queries.invalidateQueries({ queryKey: ['listPickups'] }); }, onError: () => feedback('wrong'),
  });
  const can = pickup.can.includes('collect');
  return (
    <>
      <Shelves shelves={pickup.shelves} />
      {pickup.reservedUntil !== null && <Reserved pickup={pickup} until={pickup.reservedUntil} />}
      {pickup.reservedUntil === null && (pickup.toPay > 0 || unpaid) && <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>{pickup.toPay === 0 ? words.held : unpaid ? words.fellThrough(format.money(pickup.toPay, pickup.currency)) : words.pay(format.money(pickup.toPay, pickup.currency))}</Alert>}
      <Rows label={words.toGive}>
        {pickup.lines.filter((line) => line.quantity > 0).map((line) => (
          <ProductLine key={line.line} product={line} size={72} facts={<LineFacts line={line} />}>
            {can && line.ready > 1 ? <Stepper of={line.name} value={wanted[line.line] ?? 0} max={line.ready} suffix={`/ ${line.ready}`} onChange={(n) => setWanted({ ...wanted, [line.line]: n })} />
              : can && line.ready === 1 ? <Checkbox size="lg" aria-label={line.name} checked={(wanted[line.line] ?? 0) === 1} onChange={(event) => setWanted({ ...wanted, [line.line]: event.currentTarget.checked ? 1 : 0 })} /> : null}
          </ProductLine>
        ))}
      </Rows>
      {can ? (
        <form onSubmit={(event) => { event.preventDefault(); if (units > 0) give.mutate(); }}>
          <Stack gap="md">
            {(pickup.check.code || pickup.check.identification) && (
              <Paper withBorder p="md" component="section" aria-label={words.check}>
                <Stack gap="sm">
                  <Title order={2} size="h3">{words.check}</Title>
                  {pickup.check.code && <TextInput size="md" label={words.code} description={scanned !== undefined && code === scanned ? words.codeScanned : words.codeHint} value={code} onChange={(event) => setCode(event.currentTarget.value.toUpperCase())} required autoComplete="off" autoCapitalize="characters" maxLength={40} styles={{ input: { letterSpacing: '0.15em', fontWeight: 650 } }} />}
                  {pickup.check.identification && <Checkbox size="md" label={words.identity} checked={identified} onChange={(event) => setIdentified(event.currentTarget.checked)} required />}
                </Stack>
              </Paper>
            )}
            {unpaid && (
              <Radio.Group label={words.paidBy(format.money(pickup.toPay, pickup.currency))} value={paid ?? ''} onChange={(value) => setPaid(value as 'cash' | 'card')} required>
                <Group mt="xs" gap="lg"><Radio size="md" value="card" label={words.card} /><Radio size="md" value="cash" label={words.cash} /></Group>
              </Radio.Group>
            )}
            <ProblemAlert error={give.error} />
            <Button type="submit" size="lg" fullWidth loading={give.isPending} disabled={units === 0 || (unpaid && paid === null)}>{units === 0 ? words.none_ : units === ready ? words.all : words.some(units)}</Button>
          </Stack>
        </form>
      ) : pickup.status === 'ready' && pickup.onHold && pickup.reservedUntil === null && !unpaid ? <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} title={words.onHold}>{words.onHoldText}</Alert> : (pickup.reservedUntil === null && !unpaid) || pickup.status !== 'ready' ? <NotReady pickup={pickup} /> : null}
    </>
  );
}

function Shelves({ shelves }: { shelves: readonly string[] }) {
  const words = usePickupWords();
  if (shelves.length === 0) return null;
  return <Group gap="sm"><IconMapPin size={22} aria-hidden /><Text>{words.shelf}</Text>{shelves.map((shelf) => <Badge key={shelf} size="xl" tt="none" autoContrast>{shelf}</Badge>)}</Group>;
}

function LineFacts({ line: { ready, collected, coming, toPick } }: { line: Pickup['lines'][number] }) {
  const words = usePickupWords();
  const facts = [...(collected > 0 ? [words.given(collected)] : []), ...(coming > 0 ? [words.coming(coming)] : []), ...(toPick > 0 ? [words.toPick(toPick)] : [])];
  return <>{facts.length > 0 ? facts.join(' · ') : words.products(ready)}</>;
}

function NotReady({ pickup }: { pickup: Pickup }) {
  const words = usePickupWords();
  const text = pickup.status === 'collected' ? words.collectedAll : pickup.status === 'preparing' ? words.preparingText : pickup.status === 'waiting' ? words.waitingText : words.status.cancelled;
  return <Alert variant="light" color="gray" title={pickup.status === 'collected' ? undefined : words.notReady}>{text}</Alert>;
}
