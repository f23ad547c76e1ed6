/** Exchanging at the counter: scan what comes back, scan what goes along; the signed balance is shown and settled. */
import { ActionIcon, Alert, Button, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { Finished } from '../../parts/shop/Finished.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { useKept } from '../../parts/shop/useKept.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { alongWith, choose, meaningOf, returnedBody, unitsOf } from './choice.ts';
import type { Choice, CounterOrder, Out } from './choice.ts';
import { useReturnReasons } from './reasons.ts';
import { ReturnLines } from './ReturnLines.tsx';
import { exchangeRoute } from './routes.ts';
import { Balance, MoneyBack } from './Settlement.tsx';
import { useReturnWords } from './words.ts';

type Done = Answer<'exchange'> & { paid: number };
type Step = 'back' | 'out';

export default function ExchangePage() {
  const words = useReturnWords();
  const format = useFormat();
  const { location, order: id } = exchangeRoute.useParams();
  const navigate = exchangeRoute.useNavigate();
  const found = useQuery(read('findCounterOrders', { find: id }, { kinds: ['order'], id }));
  const [done, setDone] = useState<Done | null>(null);
  if (done) {
    return (
      <Finished title={words.exchangeDone} next={words.next} onNext={() => void navigate({ to: `/${location}/returns`, search: {} } as never)}>
        <Stack gap={4}>{done.paid > 0 && <Text fw={600}>{words.paid(format.money(done.paid, done.order.currency))}</Text>}<MoneyBack settlement={done.settlement} /><span>{words.putAway}</span></Stack>
      </Finished>
    );
  }
  const order = found.data?.orders[0];
  return (
    <Stack gap="md" maw={760}>
      <div><BackLink to={`/${location}/returns`}>{words.back}</BackLink><PageHeader title={words.exchangeTitle} description={order ? words.order(order.externalNumber ?? order.number) : ' '} /></div>
      {found.isError ? <PageProblem error={found.error} retry={() => void found.refetch()} /> : found.isPending ? <RowsLoading rows={3} /> : order === undefined ? <Empty title={words.noOrder} text={words.noOrderText} /> : order.can.includes('exchange') ? <Exchanging order={order} onDone={setDone} /> : <Empty title={words.nothing} text={words.nothingText} />}
    </Stack>
  );
}

/** What was scanned so far: what comes back and what goes along. */
function useScanned(order: CounterOrder) {
  const words = useReturnWords();
  // What was chosen for a return is chosen for the exchange too: it is the same pair on the counter.
  const [choice, setChoice, letGoChoice] = useKept<Choice>(`return ${order.id}`, {});
  const [out, setOut, letGoOut] = useKept<Out[]>(`exchange ${order.id}`, []);
  const [step, setStep] = useState<Step>(unitsOf(choice) > 0 ? 'out' : 'back');
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const onScan = (code: string): void => {
    const meaning = meaningOf(order, choice, code);
    if (step === 'back' && meaning.kind === 'back') {
      setChoice((before) => choose(before, meaning.line.line, { quantity: (before[meaning.line.line]?.quantity ?? 0) + meaning.pieces }));
      setStep('out');
      return say(words.counted(meaning.line.name), false);
    }
    if (step === 'back' && meaning.kind === 'carton') return say(words.carton(meaning.line.name, meaning.pieces, meaning.wanted), true);
    if (step === 'back' && unitsOf(choice) === 0 && meaning.kind === 'enough') return say(words.enough(meaning.line.name), true);
    return void findProduct(code).then((product) => {
      if (!product) return say(words.unknown(code), true);
      if (unitsOf(choice) === 0) return say(words.notInOrder(product.name), true);
      setOut((before) => alongWith(before, product));
      return say(product.name, false);
    }, () => say(words.unknown(code), true));
  };
  return { choice, setChoice, out, setOut, step, setStep, said, onScan, letGo: () => { letGoChoice(); letGoOut(); } };
}

function Exchanging({ order, onDone }: { order: CounterOrder; onDone: (done: Done) => void }) {
  const words = useReturnWords();
  const { location } = exchangeRoute.useParams();
  const { conditions } = useReturnReasons();
  const { choice, setChoice, out, setOut, step, setStep, said, onScan, letGo } = useScanned(order);
  const request = {
    order: order.id, location, delivery: { kind: 'carry_out' as const }, lines: out.map(({ sku, quantity }) => ({ sku, quantity })),
    returned: returnedBody(choice).map((line) => ({ ...line, condition: line.condition ?? conditions[0]?.value ?? null })),
  };
  const ready = unitsOf(choice) > 0 && out.length > 0;
  const preview = useQuery({ queryKey: ['previewExchange', request], queryFn: ({ signal }) => call('previewExchange', { body: request }, { signal }), enabled: ready });
  return (
    <>
      <SegmentedControl fullWidth size="md" aria-label={words.step} value={step} onChange={(value) => setStep(value as Step)} data={[{ value: 'back', label: `1. ${words.stepBack}` }, { value: 'out', label: `2. ${words.stepOut}` }]} />
      <ScanField label={step === 'back' ? words.scanProduct : words.scanNew} onScan={onScan} />
      {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
      <Title order={2} size="h3">{words.stepBack}</Title>
      <ReturnLines order={order} choice={choice} onChange={setChoice} />
      <Title order={2} size="h3">{words.goesOut}</Title>
      <GoingOut {...{ out, setOut, order }} prices={preview.data?.lines ?? []} />
      <ProblemAlert error={preview.error} />
      {ready && preview.data ? <Settling preview={preview.data} request={request} onDone={(done) => { letGo(); onDone(done); }} /> : <Button size="lg" disabled>{words.choose}</Button>}
    </>
  );
}

function GoingOut({ out, setOut, prices, order }: { out: readonly Out[]; setOut: (next: (before: Out[]) => Out[]) => void; prices: Answer<'previewExchange'>['lines']; order: CounterOrder }) {
  const words = useReturnWords();
  const format = useFormat();
  if (out.length === 0) return <Text c="dimmed">{words.nothingOut}</Text>;
  return (
    <Rows label={words.goesOut}>
      {out.map((product) => {
        const price = prices.find((line) => line.sku === product.sku);
        return (
          <ProductLine key={product.sku} product={product} facts={`${words.products(product.quantity)} · ${price ? format.money(price.total, order.currency) : '…'}`}>
            <ActionIcon size={44} variant="default" aria-label={words.remove(product.name)} onClick={() => setOut((before) => before.filter((one) => one.sku !== product.sku))}><IconX size={20} aria-hidden /></ActionIcon>
          </ProductLine>
        );
      })}
    </Rows>
  );
}

interface SettlingProps { preview: Answer<'previewExchange'>; request: { order: string; location: string; delivery: { kind: 'carry_out' }; returned: ReturnType<typeof returnedBody>; lines: { sku: string; quantity: number }[] }; onDone: (done: Done) => void }

/** The balance, by which means it is paid at the till, and doing it. */
function Settling({ preview, request, onDone }: SettlingProps) {
  const words = useReturnWords();
  const format = useFormat();
  const [method, setMethod] = useState('card');
  const [receipt] = useState(() => `counter ${crypto.randomUUID()}`);
  const keyFor = useIntention();
  const { toPay, currency } = preview;
  const exchange = useMutation({
    mutationFn: () => { const body = { ...request, payment: toPay > 0 ? { operator: 'till', ref: receipt, method, amount: toPay } : null }; return call('exchange', { body }, { key: keyFor(body) }); },
    onSuccess: (answer) => { feedback('done'); onDone({ ...answer, paid: toPay }); }, onError: () => feedback('wrong'),
  });
  return (
    <>
      <Balance settlement={preview} />
      {toPay > 0 && <SegmentedControl fullWidth size="md" aria-label={words.means} value={method} onChange={setMethod} data={[{ value: 'card', label: words.card }, { value: 'cash', label: words.cash }]} />}
      <ProblemAlert error={exchange.error} />
      <Button size="lg" loading={exchange.isPending} onClick={() => exchange.mutate()}>{toPay > 0 ? words.payAndDo(format.money(toPay, currency)) : words.doExchange}</Button>
    </>
  );
}
