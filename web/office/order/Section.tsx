/** A part of the order's page: a card with its heading, and what can be done beside it. */
import { Card, Group, Title } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';

export function Section({ title, beside, children }: { title: string; beside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <Card withBorder component="section" aria-labelledby={id} padding="lg">
      <Group justify="space-between" mb="md"><Title order={2} id={id}>{title}</Title>{beside}</Group>
      {children}
    </Card>
  );
}
