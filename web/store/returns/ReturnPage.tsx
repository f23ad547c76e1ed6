/** Taking something of one order back: scan the product, say its condition and why, done; the money is on its way. */
import { Alert, Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { LinkButton } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { Finished } from '../../parts/shop/Finished.tsx';
import { RowsLoading } from '../../parts/shop/Rows.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { useKept } from '../../parts/shop/useKept.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { choose, meaningOf, returnedBody, unitsOf } from './choice.ts';
import type { Choice, CounterOrder } from './choice.ts';
import { useReturnReasons } from './reasons.ts';
import { Reasons, ReturnLines } from './ReturnLines.tsx';
import { returnRoute } from './routes.ts';
import { MoneyBack } from './Settlement.tsx';
import { useReturnWords } from './words.ts';

type Done = Answer<'receiveReturn'>;

export default function ReturnPage() {
  const words = useReturnWords();
  const { location, order: id } = returnRoute.useParams();
  const navigate = returnRoute.useNavigate();
  const found = useQuery(read('findCounterOrders', { find: id }, { kinds: ['order'], id }));
  const [done, setDone] = useState<Done | null>(null);
  if (done) return <Finished title={words.done} next={words.next} onNext={() => void navigate({ to: `/${location}/returns`, search: {} } as never)}><Stack gap={4}><MoneyBack settlement={done.settlement} /><span>{words.putAway}</span></Stack></Finished>;
  const order = found.data?.orders[0];
  return (
    <Stack gap="md" maw={760}>
      <div><BackLink to={`/${location}/returns`}>{words.back}</BackLink><PageHeader title={words.returnTitle} description={order ? words.order(order.externalNumber ?? order.number) : ' '} /></div>
      {found.isError ? <PageProblem error={found.error} retry={() => void found.refetch()} /> : found.isPending ? <RowsLoading rows={3} /> : order === undefined ? <Empty title={words.noOrder} text={words.noOrderText} /> : order.can.includes('return') ? <Taking order={order} onDone={setDone} /> : <Empty title={words.nothing} text={words.nothingText} />}
    </Stack>
  );
}

function Taking({ order, onDone }: { order: CounterOrder; onDone: (done: Done) => void }) {
  const words = useReturnWords();
  const format = useFormat();
  const { location } = returnRoute.useParams();
  const queries = useQueryClient();
  const { conditions } = useReturnReasons();
  const [choice, setChoice, letGo] = useKept<Choice>(`return ${order.id}`, {});
  const [reason, setReason] = useState<string | null>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const keyFor = useIntention();
  const units = unitsOf(choice);
  const lines = returnedBody(choice).map((line) => ({ ...line, condition: line.condition ?? conditions[0]?.value ?? null }));
  const preview = useQuery({ queryKey: ['previewExchange', order.id, location, lines.map(({ line, quantity }) => [line, quantity])], queryFn: ({ signal }) => call('previewExchange', { body: { order: order.id, location, returned: lines, lines: [], delivery: { kind: 'carry_out' } } }, { signal }), enabled: units > 0, placeholderData: (before) => before });
  const take = useMutation({
    mutationFn: () => { const body = { order: order.id, location, lines, reason }; return call('receiveReturn', { body }, { key: keyFor(body) }); },
    onSuccess: (done) => { feedback('done'); letGo(); onDone(done); void queries.invalidateQueries({ queryKey: ['listReturns'] }); }, onError: () => feedback('wrong'),
  });
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const onScan = (code: string): void => {
    const meaning = meaningOf(order, choice, code);
    if (meaning.kind === 'back') {
      setChoice((before) => choose(before, meaning.line.line, { quantity: (before[meaning.line.line]?.quantity ?? 0) + meaning.pieces }));
      say(words.counted(meaning.line.name), false);
    } else if (meaning.kind === 'enough') say(words.enough(meaning.line.name), true);
    else if (meaning.kind === 'carton') say(words.carton(meaning.line.name, meaning.pieces, meaning.wanted), true);
    else void findProduct(code).then((product) => say(product ? words.notInOrder(product.name) : words.unknown(code), true), () => say(words.unknown(code), true));
  };
  return (
    <>
      <ScanField label={words.scanProduct} onScan={onScan} />
      {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
      <ReturnLines order={order} choice={choice} onChange={setChoice} />
      {units > 0 && <Reasons value={reason} onChange={setReason} />}
      <ProblemAlert error={take.error ?? preview.error} />
      <Stack gap="xs">
        <Button size="lg" disabled={units === 0} loading={take.isPending} onClick={() => take.mutate()}>{units === 0 ? words.takeNone : words.take(preview.data ? format.money(-preview.data.balance, order.currency) : '…')}</Button>
        <LinkButton to={`/${location}/exchange/${order.id}`} size="lg" variant="default" leftSection={<IconArrowsExchange size={20} aria-hidden />}>{words.exchange}</LinkButton>
      </Stack>
      {units > 0 && preview.data && <MoneyBack settlement={preview.data} />}
    </>
  );
}
