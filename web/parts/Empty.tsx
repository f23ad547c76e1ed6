/** Where nothing is: what would be here, and how it gets here. */
import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface EmptyProps { icon?: ReactNode; title: string; text: string; children?: ReactNode }

export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      {icon && <Text c="dimmed" aria-hidden component="div">{icon}</Text>}
      <Title order={2} size="h3">{title}</Title>
      <Text c="dimmed" maw={440}>{text}</Text>
      {children}
    </Stack>
  );
}
