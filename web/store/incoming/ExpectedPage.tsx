/** Goods of a supplier that were expected here: counted by scan, with their differences, and booked in. */
import { Alert, Button, Checkbox, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, Refused } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { Finished } from '../../parts/shop/Finished.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { RowsLoading } from '../../parts/shop/Rows.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { useKept } from '../../parts/shop/useKept.ts';
import { piecesOf } from '../../scanning/codes.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { counted, differences, expectedBy } from './counting.ts';
import type { Countable, Counts } from './counting.ts';
import { Expected, Strangers } from './Receiving.tsx';
import { expectedRoute } from './routes.ts';
import { useExpectedWords, useIncomingWords } from './words.ts';

type Receipt = Answer<'getExpectedReceipt'>;

export default function ExpectedPage() {
  const words = useExpectedWords();
  const { location, reference } = expectedRoute.useParams();
  const navigate = expectedRoute.useNavigate();
  const receipt = useQuery(read('getExpectedReceipt', { reference }, { kinds: ['stock', 'order'] }));
  const [done, setDone] = useState<Receipt | null>(null);
  const back = `/${location}/incoming`;
  if (done) return <Finished title={words.done(reference)} next={words.next} onNext={() => void navigate({ to: back, search: { show: 'expected' } } as never)}><Text>{done.outstanding > 0 ? words.stillToCome(done.outstanding) : words.doneAll}</Text></Finished>;
  return (
    <Stack gap="md" maw={760}>
      <div>
        <BackLink to={`${back}?show=expected`}>{words.back}</BackLink>
        <PageHeader title={reference} description={receipt.data?.supplier ?? ' '} />
      </div>
      {receipt.isError ? <PageProblem error={receipt.error} {...(receipt.error instanceof Refused ? {} : { retry: () => void receipt.refetch() })} /> : receipt.isPending ? <RowsLoading rows={3} /> : receipt.data.can.includes('receive') ? <Counting receipt={receipt.data} onDone={setDone} /> : <Alert color="gray" variant="light">{words.notYours}</Alert>}
    </Stack>
  );
}

/** What is still to come, as it is counted. */
const stillToCome = (receipt: Receipt): Countable => ({ products: receipt.lines.filter(({ outstanding }) => outstanding > 0).map(({ sku, name, picture, options, gtins, cartons, outstanding }) => ({ sku, name: name ?? sku, picture, options, gtins, cartons, quantity: outstanding })) });

function Counting({ receipt, onDone }: { receipt: Receipt; onDone: (done: Receipt) => void }) {
  const words = useExpectedWords();
  const scanWords = useIncomingWords();
  const queries = useQueryClient();
  const load = stillToCome(receipt);
  const [counts, setCounts, letGo] = useKept<Counts>(`expected ${receipt.reference} ${receipt.received}`, {});
  const [close, setClose] = useState(false);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const keyFor = useIntention();
  const { differences: found, blank, total } = differences(load, counts);
  const book = useMutation({
    mutationFn: () => {
      const body = { lines: Object.entries(counts).map(([code, { good, damaged }]) => ({ code, good, damaged })), close };
      return call('receiveExpected', { reference: receipt.reference, body }, { key: keyFor(body) });
    },
    onSuccess: (done) => { feedback('done'); letGo(); onDone(done); void queries.invalidateQueries({ queryKey: ['listExpectedReceipts'] }); }, onError: () => feedback('wrong'),
  });
  const say = (text: string, wrong: boolean): void => { feedback(wrong ? 'wrong' : 'right'); setSaid({ text, wrong }); };
  const onScan = (code: string): void => {
    const product = expectedBy(load, code);
    if (product) {
      const pieces = piecesOf(code, product);
      const over = (counts[product.sku]?.good ?? 0) + (counts[product.sku]?.damaged ?? 0) + pieces > product.quantity;
      setCounts((before) => counted(before, product.sku, product.name, pieces));
      return say(over ? scanWords.over(product.name) : scanWords.scanned(product.name), over);
    }
    void findProduct(code).then((other) => {
      if (!other) return say(scanWords.unknown(code), true);
      setCounts((before) => counted(before, other.sku, other.name, other.pieces));
      return say(words.stranger(other.name), true);
    }, () => say(scanWords.unknown(code), true));
  };
  const text = { missing: words.fewer, damaged: words.broken, surplus: words.more };
  return (
    <Stack gap="md">
      <ScanField onScan={onScan} label={scanWords.scanProduct} />
      {said && <Alert variant="light" color={said.wrong ? 'red' : 'teal'} role="status" py="xs">{said.text}</Alert>}
      {load.products.length === 0 && <Alert color="gray" variant="light">{words.nothingLeft}</Alert>}
      <Expected {...{ load, counts, setCounts }} />
      <Strangers title={words.extra} {...{ load, counts, setCounts }} />
      {total > 0 && (found.length > 0 || blank > 0) && (
        <Alert color={found.length > 0 ? 'orange' : 'blue'} variant="light" title={scanWords.differences}>
          <List size="sm">{found.map(({ kind, sku, name, n }) => <List.Item key={`${kind} ${sku}`}>{text[kind](n, name)}</List.Item>)}{blank > 0 && <List.Item>{words.blank(blank)}</List.Item>}</List>
        </Alert>
      )}
      {receipt.state === 'open' && <Checkbox size="md" label={words.ends} description={words.endsHint} checked={close} onChange={({ currentTarget: { checked } }) => setClose(checked)} />}
      <ProblemAlert error={book.error} />
      <Button size="lg" loading={book.isPending} disabled={total === 0 && !close} onClick={() => book.mutate()}>{total === 0 ? (close ? words.closeIt : scanWords.nothing) : scanWords.book(total)}</Button>
      {Object.keys(counts).length > 0 && <Button variant="subtle" onClick={() => { setCounts({}); setSaid(null); }}>{scanWords.again}</Button>}
    </Stack>
  );
}
