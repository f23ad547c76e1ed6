/** One tote: what should be in it, what was found, and receiving it with its differences. */
import { Alert, Badge, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Refused } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { Finished } from '../../parts/shop/Finished.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useFormat } from '../../shell/format.ts';
import type { Load } from './counting.ts';
import { Receiving } from './Receiving.tsx';
import { loadRoute } from './routes.ts';
import { useIncomingWords } from './words.ts';

type Received = Answer<'receiveLoad'>;

export default function LoadPage() {
  const words = useIncomingWords();
  const { location, code } = loadRoute.useParams();
  const navigate = loadRoute.useNavigate();
  const places = usePlaces();
  const load = useQuery(read('getLoad', { code }, { kinds: ['load', 'order'] }));
  const [done, setDone] = useState<Received | null>(null);
  if (done) return <Finished title={words.done(code)} next={words.next} onNext={() => void navigate({ to: `/${location}/incoming` } as never)}><Outcome done={done} /></Finished>;
  return (
    <Stack gap="md" maw={760}>
      <div>
        <BackLink to={`/${location}/incoming`}>{words.back}</BackLink>
        <PageHeader title={words.tote(code)} description={load.data ? words.from(places.name(load.data.origin)) : ' '} beside={load.data?.status === 'partly_received' && <Badge color="orange" variant="light" tt="none" size="lg" autoContrast>{words.partly}</Badge>} />
      </div>
      {load.data?.overdueSince !== undefined && <Alert color="orange" variant="light">{words.overdueText}</Alert>}
      {load.isError ? <PageProblem error={load.error} {...(load.error instanceof Refused ? {} : { retry: () => void load.refetch() })} /> : load.isPending ? <RowsLoading rows={3} /> : load.data.can.includes('receive') ? <Receiving key={load.data.receipts.length} load={load.data} onDone={setDone} /> : <Alert color="gray" variant="light">{words.nothingLeft}</Alert>}
      {load.data && <Receipts load={load.data} />}
    </Stack>
  );
}

function Outcome({ done }: { done: Received }) {
  const words = useIncomingWords();
  const lines = [...(done.missing > 0 ? [words.doneMissing(done.missing)] : []), ...(done.damaged > 0 ? [words.doneDamaged(done.damaged)] : []), ...(done.surplus > 0 ? [words.doneSurplus(done.surplus)] : []), ...(done.outstanding > 0 ? [words.donePart(done.outstanding)] : [])];
  return <Stack gap={4}>{(lines.length > 0 ? lines : [words.doneAll]).map((line) => <Text key={line}>{line}</Text>)}</Stack>;
}

function Receipts({ load }: { load: Load }) {
  const words = useIncomingWords();
  const format = useFormat();
  return load.receipts.map((receipt) => (
    <Stack key={receipt.at} gap="xs" component="section" aria-label={words.wasReceived(format.moment(receipt.at))}>
      <Text fw={600} c="dimmed" size="sm">{words.wasReceived(format.moment(receipt.at))}</Text>
      <Rows label={words.wasReceived(format.moment(receipt.at))}>
        {receipt.lines.map((line) => <ProductLine key={line.sku} product={line} size={44} facts={words.found(line.good, line.damaged, line.missing)} tone={line.missing + line.damaged > 0 ? 'bad' : undefined} />)}
        {receipt.surplus.map((one) => <ProductLine key={`extra ${one.sku}`} product={one} size={44} facts={words.surplus(one.good + one.damaged, one.name)} />)}
      </Rows>
    </Stack>
  ));
}
