/** The end of a job: what was done, in one glance, and the way to the next; the focus is there, so that Enter goes on. */
import { Button, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

export interface FinishedProps { title: string; children?: ReactNode; next: string; onNext: () => void; beside?: ReactNode }

export function Finished({ title, children, next, onNext, beside }: FinishedProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Stack align="center" ta="center" gap="md" py={48} role="status">
      <ThemeIcon size={72} radius="xl" color="teal" aria-hidden><IconCheck size={44} /></ThemeIcon>
      <Title order={1} size="h2">{title}</Title>
      {children && <Text component="div" c="dimmed" maw={460}>{children}</Text>}
      <Button ref={button} size="lg" onClick={onNext}>{next}</Button>
      {beside}
    </Stack>
  );
}
