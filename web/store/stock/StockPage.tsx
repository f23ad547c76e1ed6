/** Looking stock up: scan any product or search for it; then what lies here, in which sizes, and who else has it. */
import { Button, Stack, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconShoe, IconZoomQuestion } from '@tabler/icons-react';
import { useEffect } from 'react';
import { pages, read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { findProduct } from '../../parts/shop/findProduct.ts';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { ProductStock } from './ProductStock.tsx';
import { stockRoute } from './routes.ts';
import { useStockWords } from './words.ts';

export default function StockPage() {
  const words = useStockWords();
  const { sku, product, search } = stockRoute.useSearch();
  const navigate = stockRoute.useNavigate();
  const onScan = (code: string): void => {
    void findProduct(code).then((found) => {
      // Digits that nobody knows are a wrong scan; words are a search.
      feedback(found || !/^\d{8,14}$/.test(code.trim()) ? 'right' : 'wrong');
      return navigate({ search: found ? { sku: found.sku } : { search: code } });
    }, () => navigate({ search: { search: code } }));
  };
  return (
    <Stack gap="md">
      <PageHeader title={words.title} description={words.how} />
      <ScanField label={words.scan} onScan={onScan} />
      {sku !== undefined ? <ProductStock key={sku} sku={sku} /> : product !== undefined ? <FirstSize product={product} /> : search !== undefined ? <Found search={search} /> : <Empty icon={<IconShoe size={48} />} title={words.start} text={words.startText} />}
    </Stack>
  );
}

/** A product was chosen: one of its sizes is shown, the others are a tap away. */
function FirstSize({ product }: { product: string }) {
  const navigate = stockRoute.useNavigate();
  const found = useQuery(read('getProduct', { product }));
  const sku = found.data?.variants[0]?.sku;
  useEffect(() => { if (sku !== undefined) void navigate({ search: { sku }, replace: true }); }, [sku, navigate]);
  return found.isError ? <PageProblem error={found.error} /> : <RowsLoading />;
}

function Found({ search }: { search: string }) {
  const words = useStockWords();
  const { location } = stockRoute.useParams();
  const list = useInfiniteQuery(pages('listProducts', { search, limit: 50 }));
  const products = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <RowsLoading />;
  if (products.length === 0) return <Empty icon={<IconZoomQuestion size={48} />} title={words.none} text={words.noneText} />;
  return (
    <>
      <Title order={2} size="h3">{words.found(search)}</Title>
      <Rows label={words.products}>
        {products.map((product) => <RowLink key={product.code} to={`/${location}/stock`} search={{ product: product.code } as never} heading={product.name} facts={product.brand ?? product.code} aside={<ProductPicture picture={product.picture ?? null} name={product.name} size={48} />} />)}
      </Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </>
  );
}
