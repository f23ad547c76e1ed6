/** The basket beside the products: what is in it, what it costs, and the way to the checkout. */
import { ActionIcon, Button, Card, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../shell/format.ts';
import type { Shop } from '../demo.ts';
import { changed, shippingOf, worthOf } from './basket.ts';
import type { BasketLine } from './basket.ts';
import { useShopWords } from './words.ts';

export interface BasketCardProps { shop: Shop; basket: readonly BasketLine[]; onChange?: (next: readonly BasketLine[]) => void; /** What delivering costs, where it is known. */ shipping?: number }

/** With `onChange` the basket can be changed; without, it is a summary. */
export function BasketCard({ shop, basket, onChange, shipping: known }: BasketCardProps) {
  const words = useShopWords();
  const format = useFormat();
  const worth = worthOf(basket);
  const shipping = known ?? shippingOf(shop, worth, false);
  return (
    <Card withBorder padding="md" component="section" aria-label={words.basket} style={{ position: 'sticky', top: 128 }}>
      <Stack gap="sm">
        <Title order={2} size="h3">{words.basket}</Title>
        {basket.length === 0 && <Text c="dimmed">{words.empty}</Text>}
        {basket.map((line) => {
          const name = line.label === '' ? line.name : `${line.name}, ${line.label}`;
          return (
            <Stack key={line.sku} gap={4}>
              <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start"><Text fw={500} lh={1.3}>{onChange || line.quantity === 1 ? '' : `${line.quantity} × `}{name}</Text><Text style={{ whiteSpace: 'nowrap' }}>{format.money(line.price * line.quantity)}</Text></Group>
              {onChange && (
                <Group gap="xs">
                  <NumberInput size="sm" w={84} min={1} max={20} allowDecimal={false} value={line.quantity} aria-label={words.quantity(name)} onChange={(value) => { if (Number(value) >= 1) onChange(changed(basket, line.sku, Number(value))); }} />
                  <ActionIcon variant="subtle" color="gray" size={36} aria-label={words.remove(name)} onClick={() => onChange(changed(basket, line.sku, 0))}><IconTrash size={18} aria-hidden /></ActionIcon>
                </Group>
              )}
            </Stack>
          );
        })}
        {basket.length > 0 && (
          <>
            <Group justify="space-between"><Text c="dimmed">{words.shipping}</Text><Text c="dimmed">{shipping === 0 ? words.free : format.money(shipping)}</Text></Group>
            <Group justify="space-between"><Text fw={700}>{words.total}</Text><Text fw={700}>{format.money(worth + shipping)}</Text></Group>
            {onChange && <Button size="md" component={Link} to="/shop/checkout" search={{ shop } as never}>{words.pay}</Button>}
          </>
        )}
      </Stack>
    </Card>
  );
}
