/** The top of a page: where one is, what it is about, and its one primary action. */
import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: string;
  /** The window's title, where the heading alone says too little. */
  documentTitle?: string;
  /** One line under the title. */
  description?: ReactNode;
  /** Beside the title: badges. */
  beside?: ReactNode;
  /** Buttons at the right; the primary one last. */
  actions?: ReactNode;
}

export function PageHeader({ title, documentTitle, description, beside, actions }: PageHeaderProps) {
  useEffect(() => { document.title = `${documentTitle ?? title} · Spil`; }, [title, documentTitle]);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={2}>
        <Group gap="sm"><Title order={1}>{title}</Title>{beside}</Group>
        {description && <Text c="dimmed" component="div">{description}</Text>}
      </Stack>
      {actions && <Group gap="sm">{actions}</Group>}
    </Group>
  );
}
