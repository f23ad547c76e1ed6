/** One internal shipment: each product is scanned into the tote, and the tote handed over; so many at a time as there are. */
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
import { useKept } from '../../parts/shop/useKept.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { meansProduct, piecesOf } from '../../scanning/codes.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { sendRoute } from './routes.ts';
import { useSendingWords } from './words.ts';

type Shipment = Answer<'getReplenishment'>;

export default function SendPage() {
  const words = useSendingWords();
  const { location, replenishment } = sendRoute.useParams();
  const navigate = sendRoute.useNavigate();
  const places = usePlaces();
  const shipment = useQuery(read('getReplenishment', { replenishment }, { kinds: ['load'] }));
  const [done, setDone] = useState<number | null>(null);
  const toList = (): void => { void navigate({ to: `/${location}/sending`, search: {} } as never); };
  if (done !== null && shipment.data) return <Finished title={words.handed} next={words.next} onNext={toList}>{words.handedText(done, places.name(shipment.data.destination))}</Finished>;
  return (
    <Stack gap="md" maw={760}>
      <div>
        <BackLink to={`/${location}/sending`}>{words.back}</BackLink>
        <PageHeader title={shipment.data ? (shipment.data.origin === location ? words.to(places.name(shipment.data.destination)) : words.from(places.name(shipment.data.origin))) : ' '} description={shipment.data ? words.by(shipment.data.askedBy) : ' '} />
      </div>
      {shipment.isError ? <PageProblem error={shipment.error} retry={() => void shipment.refetch()} /> : shipment.isPending ? <RowsLoading rows={3} /> : <Sending shipment={shipment.data} onDone={setDone} />}
    </Stack>
  );
}

function Sending({ shipment, onDone }: { shipment: Shipment; onDone: (units: number) => void }) {
  const words = useSendingWords();
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [counts, setCounts, letGo] = useKept<Record<string, number>>(`sending ${shipment.id}`, {});
  const [tote, setTote] = useState('');
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const open = shipment.lines.map((line) => ({ ...line, left: line.asked - line.sent }));
  const units = open.reduce((sum, { sku, left }) => sum + Math.min(left, counts[sku] ?? 0), 0);
  const refresh = (): void => { void queries.invalidateQueries({ queryKey: ['getReplenishment'] }); void queries.invalidateQueries({ queryKey: ['listReplenishments'] }); };
  const hand = useMutation({
    mutationFn: () => {
      const body = { load: tote.trim(), lines: open.flatMap(({ sku, left }) => ((counts[sku] ?? 0) > 0 && left > 0 ? [{ code: sku, quantity: Math.min(left, counts[sku] ?? 0) }] : [])) };
      return call('sendReplenishment', { replenishment: shipment.id, body }, { key: keyFor({ ...body, left: open.map(({ left }) => left) }) });
    },
    onSuccess: () => { feedback('done'); letGo(); onDone(units); refresh(); }, onError: () => feedback('wrong'),
  });
  const close = useMutation({ mutationFn: () => call('closeReplenishment', { replenishment: shipment.id }, { key: keyFor('close') }), onSuccess: refresh });
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const onScan = (code: string): void => {
    const line = open.find((one) => meansProduct(code, one));
    if (!line) return say(words.notAsked(code), true);
    const pieces = piecesOf(code, line);
    const n = (counts[line.sku] ?? 0) + pieces;
    if (n > line.left) return say(pieces > 1 && n - pieces < line.left ? words.carton(line.name, pieces, line.left - n + pieces) : words.enough(line.name), true);
    setCounts((before) => ({ ...before, [line.sku]: n }));
    return say(words.counted(line.name, n, line.left), false);
  };
  const may = (what: Shipment['can'][number]): boolean => shipment.can.includes(what);
  return (
    <>
      {shipment.note !== null && <Text>{shipment.note}</Text>}
      {may('send') && <ScanField onScan={onScan} label={words.scan} />}
      {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
      <Rows label={words.toSend}>
        {open.map((line) => (
          <ProductLine key={line.sku} product={line} tone={line.left === 0 || counts[line.sku] === line.left ? 'good' : undefined} facts={[words.left(line.left, line.asked), ...(may('send') ? [words.free(line.free), ...(line.place === null ? [] : [words.at(line.place)])] : [])].join(' · ')}>
            {may('send') && line.left > 0 ? <Stepper of={line.name} value={Math.min(line.left, counts[line.sku] ?? 0)} max={line.left} suffix={`/ ${line.left}`} onChange={(next) => setCounts((before) => ({ ...before, [line.sku]: next }))} /> : null}
          </ProductLine>
        ))}
      </Rows>
      {may('send') && (
        <form onSubmit={(event) => { event.preventDefault(); if (units > 0 && tote.trim() !== '') hand.mutate(); }}>
          <Stack gap="md">
            <TextInput size="md" label={words.tote} description={words.toteHint} value={tote} maxLength={40} required autoComplete="off" onChange={(event) => setTote(event.currentTarget.value)} />
            <ProblemAlert error={hand.error} />
            <Button type="submit" size="lg" fullWidth loading={hand.isPending} disabled={units === 0 || tote.trim() === ''}>{words.hand(units)}</Button>
          </Stack>
        </form>
      )}
      <ProblemAlert error={close.error} />
      {may('close') ? <Group><Button variant="subtle" loading={close.isPending} onClick={() => close.mutate()}>{words.close}</Button></Group> : <Alert color="gray" variant="light">{shipment.status === 'closed' ? words.closed : words.ended}</Alert>}
    </>
  );
}
