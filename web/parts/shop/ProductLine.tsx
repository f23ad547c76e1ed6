/** A product in a list of the shop floor: picture, name, a line of facts under it, and what is done with it at the right. */
import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProductPicture } from '../ProductPicture.tsx';
import classes from './shop.module.css';

export interface ProductLineProps {
  product: { name: string; picture?: string | null };
  /** Under the name. */
  facts?: ReactNode;
  /** At the right: a figure, a control. On a phone it goes under the name when it does not fit. */
  children?: ReactNode;
  size?: number;
  /** Colours the edge: what was just scanned, what is not as it should be. */
  tone?: 'good' | 'bad' | undefined;
  /** `div` where the list has made its item already. */
  as?: 'li' | 'div';
}

export function ProductLine({ product, facts, children, size = 56, tone, as: Item = 'li' }: ProductLineProps) {
  return (
    <Item className={classes.line} data-tone={tone}>
      <Group gap="sm" wrap="nowrap" flex="1 1 220px" miw={0}>
        <ProductPicture picture={product.picture ?? null} name={product.name} size={size} />
        <Stack gap={2} miw={0}>
          <Text fw={600} lh={1.3}>{product.name}</Text>
          {facts !== undefined && <Text size="sm" c="dimmed" component="div">{facts}</Text>}
        </Stack>
      </Group>
      {children}
    </Item>
  );
}
