/** One count: scan product after product; what was counted against the books, what is left, and booking it with its differences in sight. */
import { Alert, Badge, SegmentedControl, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { read } from '../../api/query.ts';
import { enqueue, onSettled, useOutbox } from '../../offline/outbox.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { BackLink } from '../../parts/shop/BackLink.tsx';
import { RowsLoading } from '../../parts/shop/Rows.tsx';
import { feedback } from '../../scanning/feedback.ts';
import { productCode } from '../../scanning/codes.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { now } from '../../shell/clock.ts';
import { useFormat } from '../../shell/format.ts';
import { Closing } from './Closing.tsx';
import { Lines, Neighbours, Uncounted } from './CountLines.tsx';
import { LastScan } from './LastScan.tsx';
import { countRoute } from './routes.ts';
import type { CountTab } from './routes.ts';
import { useScopeWord } from './scope.ts';
import { different, laneOf, tallied } from './tally.ts';
import type { Count } from './tally.ts';
import { useCountWords } from './words.ts';

export default function CountPage() {
  const words = useCountWords();
  const scope = useScopeWord();
  const { location, session } = countRoute.useParams();
  const count = useQuery({ ...read('getCount', { session }, { kinds: ['stock'] }), refetchInterval: 10_000 });
  return (
    <Stack gap="md" maw={760}>
      <div><BackLink to={`/${location}/counts`}>{words.back}</BackLink><PageHeader title={words.count} description={count.data ? scope(count.data) : ' '} beside={count.data && <Badge size="lg" variant="light" tt="none" autoContrast>{words.status[count.data.status]}</Badge>} /></div>
      {count.isError ? <PageProblem error={count.error} retry={() => void count.refetch()} /> : count.isPending ? <RowsLoading /> : <Counting count={count.data} />}
    </Stack>
  );
}

/** Scans of this count go through the outbox: kept on the device, sent in order, once each. What the server makes of them is read again. */
function useScans(session: string): { last: string | null; scan: (code: string, quantity?: number) => void; refused: string | null } {
  const queries = useQueryClient();
  const [last, setLast] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => onSettled((settled) => {
    if (settled.entry.lane !== laneOf(session)) return;
    void queries.invalidateQueries({ queryKey: ['getCount', { session }] });
    void queries.invalidateQueries({ queryKey: ['listUncounted'] });
    if ('refused' in settled) return;
    const wrong = (settled.answer as { scans: { result: string; problem: { code: string; detail: string } | null }[] }).scans.find((one) => one.result === 'refused');
    if (!wrong) return;
    feedback('wrong');
    setRefused((settled.entry.input as { body: { scans: { code: string }[] } }).body.scans[0]?.code ?? '');
  }), [session, queries]);
  const scan = (code: string, quantity = 1): void => {
    const product = productCode(code);
    setRefused(null);
    setLast(product);
    feedback('right');
    void enqueue('scanIntoCount', { session, body: { scans: [{ scan: crypto.randomUUID(), code: product, quantity, at: now().toISOString() }] } }, { lane: laneOf(session) });
  };
  return { last, scan, refused };
}

function Counting({ count }: { count: Count }) {
  const words = useCountWords();
  const format = useFormat();
  const { session } = countRoute.useParams();
  const { tab = count.status === 'closed' ? 'differences' : 'counted' } = countRoute.useSearch();
  const navigate = countRoute.useNavigate();
  const { last, scan, refused } = useScans(session);
  const entries = useOutbox().filter(({ lane }) => lane === laneOf(session));
  const { lines, unknown, waiting } = tallied(count, entries);
  const open = count.can.includes('scan');
  const differences = different(lines);
  const data = (['counted', 'differences', 'uncounted'] as const).map((value) => ({ value, label: `${words.tabs[value]} (${value === 'counted' ? lines.length : value === 'differences' ? differences.length : count.toCount})` }));
  return (
    <>
      {!open && count.endedAt !== null && <Alert color={count.status === 'closed' ? 'teal' : 'gray'} variant="light">{(count.status === 'closed' ? words.closed : words.gaveUp)(format.moment(count.endedAt), count.endedBy ?? '')}</Alert>}
      {open && <ScanField label={words.scan} onScan={(code) => scan(code)} />}
      {refused !== null && <Alert color="red" variant="light" role="alert" py="xs">{words.unknown(refused)}</Alert>}
      {open && <LastScan {...{ last, lines, unknown, waiting, scan }} />}
      {open && <Neighbours lines={count.neighbours.filter((one) => !lines.some((line) => line.sku === one.sku))} onZero={(sku) => scan(sku, 0)} />}
      <SegmentedControl fullWidth size="sm" aria-label={words.choose} value={tab} onChange={(value) => void navigate({ search: { tab: value === 'counted' && open ? undefined : value as CountTab }, replace: true })} data={data} styles={{ label: { minHeight: 44, display: 'grid', placeItems: 'center', whiteSpace: 'normal' } }} />
      {tab === 'uncounted' ? <Uncounted session={session} open={open} onZero={(sku) => scan(sku, 0)} /> : <Lines lines={tab === 'differences' ? differences : [...lines].reverse()} tab={tab} open={open} onScan={scan} />}
      {open && <Closing count={count} differences={differences} waiting={waiting} onBooked={() => void navigate({ search: { tab: 'differences' }, replace: true })} />}
    </>
  );
}
