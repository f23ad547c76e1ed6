/** The variants of one product side by side, each with what may be sold of it; the one that is looked at is marked. */
import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { useFormat } from '../../shell/format.ts';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { bySize, labelsOf } from './sizes.ts';
import { useSkuWords } from './words.ts';

export function Sizes({ product, sku }: { product: string; sku: string }) {
  const words = useSkuWords();
  const format = useFormat();
  const search: SkuSearch = skuRoute.useSearch();
  const { data } = useQuery(read('listStock', { product, limit: 200 }, { kinds: ['stock', 'order', 'load', 'return'] }));
  const rows = [...data?.items ?? []].sort(bySize);
  if (rows.length < 2) return null;
  const labels = labelsOf(rows);
  return (
    <Group gap={6} role="navigation" aria-label={words.sizes}>
      {rows.map((row) => (
        <Button key={row.sku} component={Link} to="/stock/$sku" params={{ sku: row.sku } as never} search={search as never} replace size="compact-md" variant={row.sku === sku ? 'filled' : 'default'} aria-current={row.sku === sku ? 'page' : undefined}
          rightSection={<Text span size="xs" c={row.sku === sku ? 'inherit' : 'dimmed'}><VisuallyHidden>{words.sell} </VisuallyHidden>{format.number(row.available)}</Text>}>
          {labels.get(row.sku)}
        </Button>
      ))}
    </Group>
  );
}
