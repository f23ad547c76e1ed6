/** A product's picture on white, or its first letter where it has none; always square, so that nothing jumps. */
import { Box, Text } from '@mantine/core';

export interface ProductPictureProps {
  picture: string | null;
  name: string;
  /** Side in pixels. */
  size: number;
  /** Told to those who cannot see it; left out where the name stands beside it. */
  alt?: string;
}

export function ProductPicture({ picture, name, size, alt = '' }: ProductPictureProps) {
  return (
    <Box w={size} h={size} bg="white" style={{ borderRadius: 10, overflow: 'hidden', flexShrink: 0, border: '1px solid var(--mantine-color-default-border)', display: 'grid', placeItems: 'center' }}>
      {picture === null ? <Text c="gray.7" fz={size / 2.5} fw={700} aria-hidden>{name.charAt(0).toUpperCase()}</Text> : <img src={picture} alt={alt} width={size} height={size} loading="lazy" style={{ objectFit: 'contain', width: '100%', height: '100%' }} />}
    </Box>
  );
}
