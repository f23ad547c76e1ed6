/** One SKU: where it lies, why so much may be sold of it, and what moved it; now, or as it was at a past moment. */
import { Anchor, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useFormat } from '../../shell/format.ts';
import { CorrectStock } from './CorrectStock.tsx';
import { LocationTable } from './LocationTable.tsx';
import { MomentBar } from './MomentBar.tsx';
import { Movements } from './Movements.tsx';
import { Sizes } from './Sizes.tsx';
import { Waterfall } from './Waterfall.tsx';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useSkuWords } from './words.ts';

export default function SkuPage() {
  const words = useSkuWords();
  const format = useFormat();
  const { sku } = skuRoute.useParams() as { sku: string };
  const { at }: SkuSearch = skuRoute.useSearch();
  const variant = useQuery(read('getVariant', { sku }));
  const product = useQuery({ ...read('getProduct', { product: variant.data?.product ?? '' }), enabled: variant.data !== undefined });
  const now = useQuery(read('getStockAt', { sku }, { kinds: ['stock', 'order', 'load', 'return'] }));
  const [correcting, { open, close }] = useDisclosure(false);
  if (variant.isError) return <PageProblem error={variant.error} retry={() => void variant.refetch()} />;
  const { data } = variant;
  if (!data) return <Waiting />;
  const may = at === undefined && (now.data?.can.length ?? 0) > 0;
  return (
    <Stack gap="lg">
      <Group gap="md" align="flex-start" wrap="nowrap">
        <ProductPicture picture={data.picture ?? product.data?.picture ?? null} name={data.name} size={72} alt={data.name} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <PageHeader title={data.name} documentTitle={at === undefined ? data.name : `${data.name}, ${words.past(format.moment(at))}`}
            beside={data.active ? null : <Badge color="gray" variant="light" tt="none" autoContrast>{words.inactive}</Badge>}
            description={<Text c="dimmed" size="sm">{[product.data?.brand, data.sku].filter(Boolean).join(' · ')} · <Anchor component={Link} to="/products/$product" params={{ product: data.product } as never} size="sm" underline="always">{words.product}</Anchor></Text>}
            actions={may && <Button leftSection={<IconAdjustments size={18} aria-hidden />} onClick={open}>{words.correct}</Button>} />
          <Sizes product={data.product} sku={sku} />
        </div>
      </Group>
      <MomentBar />
      <Waterfall sku={sku} />
      <LocationTable sku={sku} />
      <Movements sku={sku} />
      {may && <CorrectStock sku={sku} name={data.name} opened={correcting} onClose={close} can={now.data?.can ?? []} balances={now.data?.balances ?? []} />}
    </Stack>
  );
}

function Waiting() {
  return (
    <Stack gap="lg" aria-busy>
      <Group gap="md"><Skeleton h={72} w={72} radius="md" /><Stack gap="xs"><Skeleton h={28} w={280} /><Skeleton h={14} w={200} /></Stack></Group>
      <Skeleton h={72} /><Skeleton h={360} /><Skeleton h={240} />
    </Stack>
  );
}
