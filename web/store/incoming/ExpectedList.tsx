/** What suppliers will bring to this location, the soonest first. */
import { Badge, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPackageImport } from '@tabler/icons-react';
import { pages } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { useFormat } from '../../shell/format.ts';
import { useExpectedWords, useIncomingWords } from './words.ts';

export function ExpectedList({ location }: { location: string }) {
  const words = useExpectedWords();
  const { more } = useIncomingWords();
  const format = useFormat();
  const list = useInfiniteQuery(pages('listExpectedReceipts', { location }, { kinds: ['stock', 'order'] }));
  const receipts = list.data?.pages.flatMap((page) => page.receipts) ?? [];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <RowsLoading rows={3} />;
  if (receipts.length === 0) return <Empty icon={<IconPackageImport size={48} />} title={words.empty} text={words.emptyText} />;
  return (
    <>
      <Rows label={words.list}>
        {receipts.map((receipt) => (
          <RowLink key={receipt.reference} to={`/${location}/incoming/expected/${encodeURIComponent(receipt.reference)}`} heading={receipt.reference} aside={receipt.waiting > 0 ? <Badge color="teal" variant="light" tt="none" autoContrast>{words.sold(receipt.waiting)}</Badge> : undefined}
            facts={[receipt.supplier, receipt.expectedOn === null ? null : words.on(format.date(receipt.expectedOn)), words.toCome(receipt.outstanding)].filter((part) => part !== null).join(' · ')} />
        ))}
      </Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{more}</Button>}
    </>
  );
}
