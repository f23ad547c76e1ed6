/** Products of a count: counted against the books, neighbours that were passed over, and those nobody counted. */
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { pages } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import shop from '../../parts/shop/shop.module.css';
import type { CountTab } from './routes.ts';
import type { CountLine } from './tally.ts';
import { useCountWords } from './words.ts';

/** Hints at once: more would hide what was counted. */
const HINTED = 3;
/** Height of a line before it is measured, in pixels. */
const USUAL = 92;

export function Lines({ lines, tab, open, onScan }: { lines: readonly CountLine[]; tab: CountTab; open: boolean; onScan: (code: string, quantity: number) => void }) {
  const words = useCountWords();
  if (lines.length === 0) return tab === 'differences' ? <Empty title={words.noDifferences} text={words.noDifferencesText} /> : <Empty title={words.noneCounted} text={words.noneCountedText} />;
  return (
    <LongList label={words.lines} count={lines.length}>
      {(index) => {
        const line = lines[index];
        return line && <Line key={line.sku} line={line} open={open} onScan={onScan} />;
      }}
    </LongList>
  );
}

function Line({ line, open, onScan }: { line: CountLine; open: boolean; onScan: (code: string, quantity: number) => void }) {
  const words = useCountWords();
  const off = line.difference ?? 0;
  return (
    <ProductLine as="div" product={line} tone={off === 0 ? 'good' : 'bad'} facts={<>{words.books(line.books)} · {off === 0 ? words.right : <>{words.difference} <Figure value={off} signed strong tone={off > 0 ? 'good' : 'bad'} /></>}{line.inScope ? '' : ` · ${words.outside}`}</>}>
      {open ? <Stepper of={line.name} value={line.counted} onChange={(next) => onScan(line.sku, next - (line.counted ?? 0))} /> : <Text className={shop.figure}>{line.counted}</Text>}
    </ProductLine>
  );
}

/** Only what is in sight is drawn: a count of a whole store has thousands of lines. */
function LongList({ label, count, children }: { label: string; count: number; children: (index: number) => ReactNode }) {
  const list = useRef<HTMLUListElement>(null);
  const virtual = useWindowVirtualizer({ count, estimateSize: () => USUAL, overscan: 10, gap: 8, scrollMargin: list.current?.offsetTop ?? 0 });
  const items = virtual.getVirtualItems();
  return (
    <ul ref={list} aria-label={label} style={{ listStyle: 'none', margin: 0, padding: 0, position: 'relative', height: virtual.getTotalSize() }}>
      {items.map((item) => <li key={item.key} data-index={item.index} ref={virtual.measureElement} style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}>{children(item.index)}</li>)}
    </ul>
  );
}

/** Other sizes of what was counted: they stand beside it, and the books have them here. */
export function Neighbours({ lines, onZero }: { lines: readonly CountLine[]; onZero: (sku: string) => void }) {
  const words = useCountWords();
  if (lines.length === 0) return null;
  return (
    <Alert color="blue" variant="light" title={words.neighbours}>
      <Stack gap="xs">
        <Text size="sm">{words.neighboursText}</Text>
        <Rows label={words.neighbours}>{lines.slice(0, HINTED).map((line) => <Missing key={line.sku} line={line} onZero={onZero} />)}</Rows>
      </Stack>
    </Alert>
  );
}

function Missing({ line, onZero }: { line: CountLine; onZero?: ((sku: string) => void) | undefined }) {
  const words = useCountWords();
  return <ProductLine product={line} size={44} facts={[words.books(line.books), ...(line.place === null ? [] : [line.place])].join(' · ')}>{onZero && <Button size="md" variant="default" aria-label={words.zeroOf(line.name)} onClick={() => onZero(line.sku)}>{words.zero}</Button>}</ProductLine>;
}

/** What of the scope nobody counted, page by page. */
export function Uncounted({ session, open, onZero }: { session: string; open: boolean; onZero: (sku: string) => void }) {
  const words = useCountWords();
  const list = useInfiniteQuery(pages('listUncounted', { session, limit: 100 }, { kinds: ['stock'] }));
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <RowsLoading />;
  if (lines.length === 0) return <Empty title={words.allCounted} text={words.allCountedText} />;
  return (
    <Stack gap="sm">
      <Text c="dimmed" size="sm">{words.blank}</Text>
      <Rows label={words.tabs.uncounted}>{lines.map((line) => <Missing key={line.sku} line={line} onZero={open ? onZero : undefined} />)}</Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </Stack>
  );
}
