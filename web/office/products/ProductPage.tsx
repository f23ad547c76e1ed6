/** One product: what is said of it, its variants with barcodes and stock, and the prices of the variant that is chosen. */
import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEdit, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { LinkAnchor } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { EditProduct } from './EditProduct.tsx';
import { EditVariant } from './EditVariant.tsx';
import { VariantPrices } from './VariantPrices.tsx';
import { VariantTable } from './VariantTable.tsx';
import { productRoute } from './routes.ts';
import type { ProductSearch } from './routes.ts';
import { useProductWords } from './words.ts';
import type { Product, Variant } from './product.ts';

export default function ProductPage() {
  const { product: code } = productRoute.useParams() as { product: string };
  const { sku }: ProductSearch = productRoute.useSearch();
  const query = useQuery(read('getProduct', { product: code }));
  const words = useProductWords();
  const [editing, { open, close }] = useDisclosure(false);
  const [variant, setVariant] = useState<Variant | 'new' | null>(null);
  if (query.isError) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const product = query.data;
  if (!product) return <Stack aria-busy><Skeleton h={96} w={420} /><Skeleton h={300} /><Skeleton h={220} /></Stack>;
  const chosen = product.variants.find((one) => one.sku === sku) ?? product.variants[0];
  const may = product.can.includes('edit');
  return (
    <Stack gap="lg">
      <Group gap="md" align="flex-start" wrap="nowrap">
        <ProductPicture picture={product.picture} name={product.name} size={96} alt={product.name} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <PageHeader title={product.name} description={<Text c="dimmed" size="sm">{[product.brand, product.code].filter(Boolean).join(' · ')}</Text>} actions={may && <Button variant="default" leftSection={<IconEdit size={18} aria-hidden />} onClick={open}>{words.edit}</Button>} />
          <Group gap={4}>{product.tags.map((tag) => <Badge key={tag} variant="default" tt="none" fw={500}>{tag}</Badge>)}</Group>
        </div>
      </Group>
      <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="variants">
        <Group justify="space-between" mb="md"><Title order={2} id="variants">{words.variants}</Title>{may && <Button variant={product.variants.length === 0 ? 'filled' : 'default'} leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setVariant('new')}>{words.addVariant}</Button>}</Group>
        {product.variants.length === 0 ? <Text c="dimmed">{words.noVariants}</Text> : <VariantTable product={product} chosen={chosen?.sku} onEdit={may ? setVariant : undefined} />}
      </Paper>
      {chosen && <VariantPrices key={chosen.sku} variant={chosen} siblings={product.variants} />}
      {chosen && <Bundle sku={chosen.sku} />}
      <About product={product} />
      <EditProduct product={product} opened={editing} onClose={close} />
      <EditVariant product={product} variant={variant === 'new' ? null : variant} opened={variant !== null} onClose={() => setVariant(null)} />
    </Stack>
  );
}

/** What a bundle is made of, and which bundles a variant is a part of. */
function Bundle({ sku }: { sku: string }) {
  const words = useProductWords();
  const { data } = useQuery(read('getVariant', { sku }));
  if (!data || (data.components.length === 0 && data.partOf.length === 0)) return null;
  return (
    <Paper withBorder p="lg" radius="md" component="section">
      {data.components.length > 0 && <><Title order={2} mb="sm">{words.bundle}</Title><ul style={{ margin: 0 }}>{data.components.map(({ sku: part, quantity }) => <li key={part}><LinkAnchor to="/stock/$sku" params={{ sku: part } as never} size="sm">{part}</LinkAnchor> <Text span size="sm" c="dimmed">{words.times(quantity)}</Text></li>)}</ul></>}
      {data.partOf.length > 0 && <><Title order={2} mb="sm">{words.partOf}</Title><ul style={{ margin: 0 }}>{data.partOf.map((bundle) => <li key={bundle}><LinkAnchor to="/stock/$sku" params={{ sku: bundle } as never} size="sm">{bundle}</LinkAnchor></li>)}</ul></>}
    </Paper>
  );
}

function About({ product }: { product: Product }) {
  const words = useProductWords();
  const attributes = Object.entries(product.attributes);
  if (product.description === null && attributes.length === 0) return null;
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby="about">
      <Title order={2} id="about" mb="sm">{words.about}</Title>
      {product.description !== null && <Text maw={760} style={{ whiteSpace: 'pre-line' }}>{product.description}</Text>}
      {attributes.length > 0 && <Table mt="sm" w="auto" aria-label={words.attributes} withRowBorders={false}><Table.Tbody>{attributes.map(([name, value]) => <Table.Tr key={name}><Table.Th scope="row" c="dimmed" fw={500}>{name}</Table.Th><Table.Td>{/^https:\/\//.test(value) ? <Anchor href={value} size="sm" rel="noreferrer">{value}</Anchor> : value}</Table.Td></Table.Tr>)}</Table.Tbody></Table>}
    </Paper>
  );
}
