/** Stock: every product with what there is of it, what is on its way, what was booked, and where the ERP says otherwise. */
import { Tabs } from '@mantine/core';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { Differences } from './Differences.tsx';
import { Documents } from './Documents.tsx';
import { Expected } from './Expected.tsx';
import { PartnerDifferences } from './PartnerDifferences.tsx';
import { SkuList } from './SkuList.tsx';
import { Transfers } from './Transfers.tsx';
import { STOCK_VIEWS, stockRoute } from './routes.ts';
import type { StockSearch } from './routes.ts';
import { useStockWords } from './words.ts';

const VIEWS = { skus: SkuList, expected: Expected, transfers: Transfers, documents: Documents, differences: Differences, partners: PartnerDifferences } as const;

export default function StockPage() {
  const words = useStockWords();
  const search: StockSearch = stockRoute.useSearch();
  const navigate = stockRoute.useNavigate();
  const view = search.view ?? 'skus';
  const Shown = VIEWS[view];
  const choose = (next: string | null): void => { void navigate({ search: ({ location }: StockSearch) => ({ ...(location === undefined ? {} : { location }), ...(next === null || next === 'skus' ? {} : { view: next as (typeof STOCK_VIEWS)[number] }) }) }); };
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <Tabs value={view} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">{STOCK_VIEWS.map((one) => <Tabs.Tab key={one} value={one}>{words.views[one]}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={view}><Shown /></Tabs.Panel>
      </Tabs>
    </>
  );
}
