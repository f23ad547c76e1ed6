/** Putting a return away: each product by its condition, to the shelf or aside. */
import { Alert, Button, SegmentedControl, Stack } from '@mantine/core';
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
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useReasonWord, useReturnReasons } from './reasons.ts';
import { inspectRoute } from './routes.ts';
import { useReturnWords } from './words.ts';

type Returned = Answer<'getReturn'>;
type Disposition = 'sellable' | 'damaged';

export default function InspectPage() {
  const words = useReturnWords();
  const { location, return: id } = inspectRoute.useParams();
  const navigate = inspectRoute.useNavigate();
  const reason = useReasonWord();
  const found = useQuery(read('getReturn', { return: id }, { kinds: ['order'] }));
  const [done, setDone] = useState(false);
  if (done) return <Finished title={words.putDone} next={words.backToList} onNext={() => void navigate({ to: `/${location}/returns`, search: {} } as never)}>{words.inspectDoneText}</Finished>;
  return (
    <Stack gap="md" maw={760}>
      <div><BackLink to={`/${location}/returns`}>{words.back}</BackLink><PageHeader title={words.inspectTitle(found.data ? `${found.data.orderNumber}-${found.data.number}` : '')} description={found.data ? [words.inspectText, ...(found.data.reason === null ? [] : [reason(found.data.reason)])].join(' · ') : ' '} /></div>
      {found.isError ? <PageProblem error={found.error} retry={() => void found.refetch()} /> : found.isPending ? <RowsLoading rows={2} /> : found.data.can.includes('inspect') ? <Putting returned={found.data} onDone={() => setDone(true)} /> : <Put returned={found.data} />}
    </Stack>
  );
}

function Put({ returned }: { returned: Returned }) {
  const words = useReturnWords();
  return <><Alert color="gray" variant="light">{words.allPut}</Alert><Rows label={words.lines}>{returned.lines.map((line) => <ProductLine key={line.line} product={line} facts={words.putBefore(line.sellable, line.damaged)} />)}</Rows></>;
}

function Putting({ returned, onDone }: { returned: Returned; onDone: () => void }) {
  const words = useReturnWords();
  const queries = useQueryClient();
  const { conditions } = useReturnReasons();
  const keyFor = useIntention();
  const lines = returned.lines.filter((line) => line.waiting > 0);
  const [said, setSaid] = useState<Record<number, Disposition>>({});
  const conditionOf = (code: string | null) => conditions.find((one) => one.value === code);
  /** What the condition at the counter suggests, until somebody says otherwise. */
  const goes = (line: (typeof lines)[number]): Disposition => said[line.line] ?? conditionOf(line.condition)?.disposition ?? 'sellable';
  const put = useMutation({
    mutationFn: () => { const body = { lines: lines.map((line) => ({ line: line.line, quantity: line.waiting, disposition: goes(line) })) }; return call('inspectReturn', { return: returned.id, body }, { key: keyFor(body) }); },
    onSuccess: () => { feedback('done'); onDone(); void queries.invalidateQueries({ queryKey: ['listReturns'] }); }, onError: () => feedback('wrong'),
  });
  return (
    <>
      <Rows label={words.lines}>
        {lines.map((line) => (
          <ProductLine key={line.line} product={line} facts={`${words.products(line.waiting)}${line.condition === null ? '' : ` · ${words.seenAs(conditionOf(line.condition)?.label ?? line.condition)}`}`}>
            <SegmentedControl size="md" aria-label={words.goesTo(line.name)} value={goes(line)} onChange={(value) => setSaid({ ...said, [line.line]: value as Disposition })} data={[{ value: 'sellable', label: words.sellable }, { value: 'damaged', label: words.damaged }]} />
          </ProductLine>
        ))}
      </Rows>
      <ProblemAlert error={put.error} />
      <Button size="lg" loading={put.isPending} onClick={() => put.mutate()}>{words.put(lines.reduce((sum, line) => sum + line.waiting, 0))}</Button>
    </>
  );
}
