/** A little web shop: products with the stock the shop and Spil know of, and a basket. */
import { Alert, Button, Card, Grid, Group, Modal, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch, IconShoppingBag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useFormat } from '../../shell/format.ts';
import { watch } from '../demo.ts';
import type { Product, Shop, Variant } from '../demo.ts';
import { added, useBasket } from './basket.ts';
import { BasketCard } from './BasketCard.tsx';
import { shopRoute } from './routes.ts';
import type { ShopSearch } from './routes.ts';
import { useShopWords } from './words.ts';

const SHOPS: readonly Shop[] = ['webshop', 'outlet', 'app'];

export default function ShopPage() {
  const words = useShopWords();
  const { shop, search = '', product }: ShopSearch = shopRoute.useSearch();
  const navigate = shopRoute.useNavigate();
  const products = useQuery(watch<{ products: Product[] }>(`/products?shop=${shop}`, 5000));
  const [basket, keep] = useBasket(shop);
  if (products.error && !products.data) return <PageProblem error={products.error} retry={() => void products.refetch()} />;
  const wanted = search.trim().toLowerCase();
  const shown = products.data?.products.filter(({ name, brand, tags }) => [name, brand ?? '', ...tags].some((text) => text.toLowerCase().includes(wanted)));
  const chosen = products.data?.products.find(({ code }) => code === product);
  const close = (): void => void navigate({ search: { shop, ...(search === '' ? {} : { search }) }, replace: true });
  return (
    <>
      <PageHeader title={words.title} description={words.intro} />
      <Stack gap="xs" mb="lg">
        <SegmentedControl aria-label={words.shops} value={shop} onChange={(value) => void navigate({ search: { shop: value as Shop } })} data={SHOPS.map((value) => ({ value, label: words.shop[value] }))} style={{ alignSelf: 'flex-start', maxWidth: '100%' }} />
        <Text size="sm" c="dimmed">{words.shopNote[shop]}</Text>
      </Stack>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8, lg: 9 }} order={{ base: 2, md: 1 }}>
          <TextInput mb="md" size="md" leftSection={<IconSearch size={18} aria-hidden />} aria-label={words.search} placeholder={words.search} value={search} onChange={({ currentTarget: { value } }) => void navigate({ search: { shop, ...(value === '' ? {} : { search: value }) }, replace: true })} />
          {shown?.length === 0 && <Empty title={words.none} text={words.search} />}
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="md">
            {shown === undefined ? Array.from({ length: 8 }, (_, index) => <Skeleton key={index} height={230} radius="md" />) : shown.map((one) => <ProductCard key={one.code} product={one} onOpen={() => void navigate({ search: { shop, ...(search === '' ? {} : { search }), product: one.code } })} />)}
          </SimpleGrid>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4, lg: 3 }} order={{ base: 1, md: 2 }}><BasketCard shop={shop} basket={basket} onChange={keep} /></Grid.Col>
      </Grid>
      {chosen && <SizeDialog product={chosen} onClose={close} onAdd={(variant) => { keep(added(basket, { sku: variant.sku, name: chosen.name, label: variant.label, price: variant.price, picture: chosen.picture })); close(); }} />}
    </>
  );
}

function ProductCard({ product, onOpen }: { product: Product; onOpen: () => void }) {
  const words = useShopWords();
  const format = useFormat();
  const { name, brand, picture, price, variants } = product;
  const same = variants.every((variant) => variant.price === price);
  return (
    <Card component="button" type="button" withBorder padding="sm" onClick={onOpen} h="100%" ta="left" style={{ cursor: 'pointer' }}>
      <Group justify="center"><ProductPicture picture={picture} name={name} size={140} /></Group>
      <Text fw={600} mt="xs" lh={1.3}>{name}</Text>
      <Text size="sm" c="dimmed">{brand ?? ' '}</Text>
      <Text mt={4}>{same ? format.money(price) : words.from(format.money(price))}</Text>
    </Card>
  );
}

function SizeDialog({ product, onClose, onAdd }: { product: Product; onClose: () => void; onAdd: (variant: Variant) => void }) {
  const words = useShopWords();
  const format = useFormat();
  const [sku, setSku] = useState(product.variants.length === 1 ? product.variants[0]?.sku : undefined);
  const variant = product.variants.find((one) => one.sku === sku);
  return (
    <Modal opened onClose={onClose} title={<Title order={2} size="h3" component="span">{product.name}</Title>} size="lg" centered closeButtonProps={{ 'aria-label': words.back }}>
      <Group align="flex-start" wrap="wrap" gap="lg">
        <ProductPicture picture={product.picture} name={product.name} size={180} />
        <Stack gap="sm" style={{ flex: 1, minWidth: 240 }}>
          <Text fw={600} size="lg">{format.money(variant?.price ?? product.price)}</Text>
          <Text size="sm" fw={600}>{product.variants.length === 1 ? words.one : words.size}</Text>
          <Group gap="xs" role="group" aria-label={words.size}>
            {product.variants.map((one) => <Button key={one.sku} variant={one.sku === sku ? 'filled' : 'default'} aria-pressed={one.sku === sku} onClick={() => setSku(one.sku)} miw={64}>{one.label === '' ? words.one : one.label}</Button>)}
          </Group>
          {variant && <Alert variant="light" color="gray" py="xs">{words.stock(variant.inShop === null ? '–' : format.number(variant.inShop), format.number(variant.available))}</Alert>}
          <Button size="md" disabled={!variant} leftSection={<IconShoppingBag size={18} aria-hidden />} onClick={() => variant && onAdd(variant)}>{words.add}</Button>
        </Stack>
      </Group>
    </Modal>
  );
}
