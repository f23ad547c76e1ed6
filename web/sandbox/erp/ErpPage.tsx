/** What the ERP knows beside what Spil knows: orders, stock, and the documents that carried it there. */
import { Alert, Anchor, Badge, Card, Group, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconCheck, IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useStockState, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { watch } from '../demo.ts';
import type { ErpOrder, ErpView } from '../demo.ts';

const useWords = defineWords(
  { title: 'ERP', intro: 'What the ERP knows from Spil\'s documents alone, beside what Spil knows itself. A difference of something that just happened goes away by itself within a second.', equal: 'Equal', different: 'Not the same yet', unknown: 'Not there yet', orders: 'The latest orders', order: 'Order', due: 'Owed', paid: 'Paid', refunded: 'Paid back', shipped: 'Left', cancelled: 'Cancelled', state: 'ERP and Spil', both: (spil: string, erp: string) => `Spil ${spil}, ERP ${erp}`,
    stock: 'Stock', stockEqual: (rows: string, places: string) => `All ${rows} balances of ${places} locations are equal.`, stockDifferent: (n: string, one: boolean) => (one ? 'One balance differs.' : `${n} balances differ.`), sku: 'SKU', location: 'Location', spil: 'Spil', erp: 'ERP', documents: 'Documents', unsent: (n: string, one: boolean) => (one ? 'One document waits to be sent.' : `${n} documents wait to be sent.`), allSent: 'Everything was sent.', latest: 'The latest documents', kind: 'Kind', at: 'Received', none: 'No orders yet.' },
  { title: 'ERP', intro: 'Wat het ERP weet uit de documenten van Spil alleen, naast wat Spil zelf weet. Een verschil van iets dat net is gebeurd, verdwijnt binnen een seconde vanzelf.', equal: 'Gelijk', different: 'Nog niet gelijk', unknown: 'Er nog niet', orders: 'De laatste bestellingen', order: 'Bestelling', due: 'Verschuldigd', paid: 'Betaald', refunded: 'Terugbetaald', shipped: 'Vertrokken', cancelled: 'Geannuleerd', state: 'ERP en Spil', both: (spil: string, erp: string) => `Spil ${spil}, ERP ${erp}`,
    stock: 'Voorraad', stockEqual: (rows: string, places: string) => `Alle ${rows} saldi van ${places} locaties zijn gelijk.`, stockDifferent: (n: string, one: boolean) => (one ? 'Eén saldo verschilt.' : `${n} saldi verschillen.`), sku: 'SKU', location: 'Locatie', spil: 'Spil', erp: 'ERP', documents: 'Documenten', unsent: (n: string, one: boolean) => (one ? 'Eén document wacht op verzending.' : `${n} documenten wachten op verzending.`), allSent: 'Alles is verstuurd.', latest: 'De laatste documenten', kind: 'Soort', at: 'Ontvangen', none: 'Nog geen bestellingen.' },
);
const useKinds = defineWords(
  { order: 'Order', delivery: 'Delivery', invoice: 'Invoice', credit_note: 'Credit note', payment: 'Payment', stock_journal: 'Stock journal' },
  { order: 'Bestelling', delivery: 'Levering', invoice: 'Factuur', credit_note: 'Creditnota', payment: 'Betaling', stock_journal: 'Voorraadboeking' },
);

const useManyKinds = defineWords(
  { order: 'pictures of orders', delivery: 'deliveries', invoice: 'invoices', credit_note: 'credit notes', payment: 'payments', stock_journal: 'stock journals' },
  { order: 'standen van bestellingen', delivery: 'leveringen', invoice: 'facturen', credit_note: "creditnota's", payment: 'betalingen', stock_journal: 'voorraadboekingen' },
);

export default function ErpPage() {
  const words = useWords();
  const view = useQuery(watch<ErpView>('/erp', 3000));
  if (view.error && !view.data) return <PageProblem error={view.error} retry={() => void view.refetch()} />;
  return (
    <>
      <PageHeader title={words.title} description={words.intro} />
      {view.data === undefined ? <Stack><Skeleton height={90} /><Skeleton height={420} /></Stack> : (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md"><Stock stock={view.data.stock} /><Documents view={view.data} /></SimpleGrid>
          <Orders orders={view.data.orders} />
          <Latest latest={view.data.latest} />
        </Stack>
      )}
    </>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => <Card withBorder padding="lg" component="section" aria-label={title}><Title order={2} size="h3" mb="sm">{title}</Title>{children}</Card>;

function Stock({ stock: { places, rows, different, more } }: { stock: ErpView['stock'] }) {
  const words = useWords();
  const format = useFormat();
  const states = useStockState();
  return (
    <Section title={words.stock}>
      {different.length === 0 ? <Alert color="green" variant="light" icon={<IconCheck aria-hidden />}>{words.stockEqual(format.number(rows), format.number(places))}</Alert> : (
        <Stack gap="sm">
          <Alert color="orange" variant="light" icon={<IconClock aria-hidden />}>{words.stockDifferent(format.number(different.length + more), different.length + more === 1)}</Alert>
          <Table aria-label={words.stock}>
            <Table.Thead><Table.Tr><Table.Th>{words.sku}</Table.Th><Table.Th>{words.location}</Table.Th><Table.Th ta="right">{words.spil}</Table.Th><Table.Th ta="right">{words.erp}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{different.slice(0, 8).map((row) => <Table.Tr key={`${row.location} ${row.sku} ${row.state}`}><Table.Td>{row.sku}</Table.Td><Table.Td>{row.location}, {wordOf(states, row.state).toLowerCase()}</Table.Td><Table.Td ta="right">{format.number(row.spil)}</Table.Td><Table.Td ta="right">{format.number(row.erp)}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Stack>
      )}
    </Section>
  );
}

function Documents({ view: { documents, unsent } }: { view: ErpView }) {
  const words = useWords();
  const format = useFormat();
  const kinds = useManyKinds();
  return (
    <Section title={words.documents}>
      <Alert mb="sm" color={unsent === 0 ? 'green' : 'orange'} variant="light" icon={unsent === 0 ? <IconCheck aria-hidden /> : <IconClock aria-hidden />}>{unsent === 0 ? words.allSent : words.unsent(format.number(unsent), unsent === 1)}</Alert>
      <Group gap="lg">{documents.map(({ kind, count }) => <Text key={kind}><Text span fw={700}>{format.number(count)}</Text> {wordOf(kinds, kind)}</Text>)}</Group>
    </Section>
  );
}

function Orders({ orders }: { orders: readonly ErpOrder[] }) {
  const words = useWords();
  const format = useFormat();
  const shown = (pair: ErpOrder['total'], print: (value: number) => string): ReactNode => (pair.spil === pair.erp ? print(pair.spil) : <Text span fw={700} inherit>{words.both(print(pair.spil), print(pair.erp))}</Text>);
  const count = (value: number): string => format.number(value);
  const money = (value: number): string => format.money(value);
  return (
    <Section title={words.orders}>
      {orders.length === 0 ? <Text c="dimmed">{words.none}</Text> : (
        <Table.ScrollContainer minWidth={760} type="native" tabIndex={0}>
          <Table verticalSpacing={6} aria-label={words.orders}>
            <Table.Thead><Table.Tr><Table.Th>{words.order}</Table.Th>{[words.due, words.paid, words.refunded, words.shipped, words.cancelled].map((name) => <Table.Th key={name} ta="right">{name}</Table.Th>)}<Table.Th ta="right">{words.state}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {orders.map((order) => (
                <Table.Tr key={order.id}>
                  <Table.Td><Anchor href={`/office/orders/${order.id}`} inherit>{order.number}</Anchor></Table.Td>
                  <Table.Td ta="right">{shown(order.total, money)}</Table.Td><Table.Td ta="right">{shown(order.paid, money)}</Table.Td><Table.Td ta="right">{shown(order.refunded, money)}</Table.Td><Table.Td ta="right">{shown(order.shipped, count)}</Table.Td><Table.Td ta="right">{shown(order.cancelled, count)}</Table.Td>
                  <Table.Td ta="right"><Badge variant="light" tt="none" color={order.equal ? 'green' : 'orange'}>{order.equal ? words.equal : order.known ? words.different : words.unknown}</Badge></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function Latest({ latest }: { latest: ErpView['latest'] }) {
  const words = useWords();
  const format = useFormat();
  const kinds = useKinds();
  return (
    <Section title={words.latest}>
      <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
        <Table verticalSpacing={6} aria-label={words.latest}>
          <Table.Thead><Table.Tr><Table.Th>{words.kind}</Table.Th><Table.Th>{words.order}</Table.Th><Table.Th ta="right">{words.at}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{latest.map(({ id, kind, order, receivedAt }) => <Table.Tr key={id}><Table.Td>{wordOf(kinds, kind)}</Table.Td><Table.Td>{order ?? '–'}</Table.Td><Table.Td ta="right">{format.due(receivedAt)}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
