/** The variants of a product: what tells them apart, their barcodes, weight, VAT class and what may be sold of each. */
import { ActionIcon, Badge, Group, Table, Text } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { Figure } from '../../parts/Figure.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import type { Product, Variant } from './product.ts';
import { useProductWords } from './words.ts';

const collator = new Intl.Collator('nl', { numeric: true });
/** As it stands under the bars: the leading zero of the fourteen digits is no part of a GTIN-13. */
const printed = (gtin: string): string => gtin.replace(/^0(?=\d{13}$)/, '');
const labelOf = ({ options, name }: Variant): string => Object.values(options).join(' · ') || name;

export function VariantTable({ product, chosen, onEdit }: { product: Product; chosen: string | undefined; onEdit: ((variant: Variant) => void) | undefined }) {
  const words = useProductWords();
  // Who may not see the stock sees the variants without it.
  const stock = useQuery({ ...read('listStock', { product: product.code, limit: 200 }, { kinds: ['stock', 'order', 'load', 'return'] }), retry: false });
  const available = new Map(stock.data?.items.map((row) => [row.sku, row.available]));
  const rows = [...product.variants].sort((a, b) => collator.compare(labelOf(a), labelOf(b)));
  return (
    <Table.ScrollContainer minWidth={820} type="native">
      <Table highlightOnHover verticalSpacing={6} aria-label={words.variantList}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.options}</Table.Th><Table.Th>{words.columns.sku}</Table.Th><Table.Th>{words.columns.barcodes}</Table.Th><Table.Th ta="right">{words.columns.weight}</Table.Th><Table.Th>{words.columns.vat}</Table.Th>
            {!stock.isError && <Table.Th ta="right">{words.columns.available}</Table.Th>}<Table.Th>{words.columns.sold}</Table.Th>{onEdit && <Table.Th w={48} aria-label={words.edit} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rows.map((variant) => <Row key={variant.sku} variant={variant} chosen={variant.sku === chosen} available={stock.isError ? undefined : available.get(variant.sku) ?? null} onEdit={onEdit} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** `available`: undefined where this account may not see it, null for what has no stock. */
function Row({ variant, chosen, available, onEdit }: { variant: Variant; chosen: boolean; available: number | null | undefined; onEdit: ((variant: Variant) => void) | undefined }) {
  const words = useProductWords();
  const format = useFormat();
  const label = labelOf(variant);
  return (
    <Table.Tr bg={chosen ? 'var(--mantine-primary-color-light)' : undefined}>
      <Table.Th scope="row" fw={550}><LinkAnchor to="." search={{ sku: variant.sku } as never} replace resetScroll={false} size="sm" aria-label={`${label}: ${words.choose(variant.name)}`} aria-current={chosen ? 'true' : undefined}>{label}</LinkAnchor></Table.Th>
      <Table.Td><Text size="sm">{variant.sku}</Text></Table.Td>
      <Table.Td>{variant.barcodes.map(({ gtin, quantity }) => <Text key={gtin} size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>{printed(gtin)}{quantity > 1 && ` ${words.times(quantity)}`}</Text>)}</Table.Td>
      <Table.Td ta="right"><Text size="sm">{variant.weightGrams === 0 ? '–' : `${format.number(variant.weightGrams)} g`}</Text></Table.Td>
      <Table.Td><Text size="sm">{wordOf(words.vat, variant.vatClass)}</Text></Table.Td>
      {available !== undefined && <Table.Td ta="right">{available === null ? <Text size="sm" c="dimmed">–</Text> : <LinkAnchor to="/stock/$sku" params={{ sku: variant.sku } as never} aria-label={`${format.number(available)}: ${words.stockOf(variant.name)}`}><Figure value={available} zero="zero" strong tone={available === 0 ? 'bad' : undefined} /></LinkAnchor>}</Table.Td>}
      <Table.Td><Badge variant="light" color={variant.active ? 'teal' : 'gray'} tt="none" autoContrast>{variant.active ? words.yes : words.no}</Badge></Table.Td>
      {onEdit && <Table.Td><Group justify="flex-end"><ActionIcon variant="subtle" color="gray" size="md" onClick={() => onEdit(variant)} aria-label={words.editVariant(variant.name)}><IconEdit size={18} aria-hidden /></ActionIcon></Group></Table.Td>}
    </Table.Tr>
  );
}
