/** A list of the shop floor whose rows each lead somewhere, and the shape it has while it is read. */
import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { IconChevronRight } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './shop.module.css';

/** `label` names the list to those who cannot see it. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => <ul className={classes.list} aria-label={label}>{children}</ul>;

interface RowProps extends ComponentProps<'a'> { heading: ReactNode; facts: ReactNode; aside?: ReactNode }

/** One row: what it is, facts about it, what stands at its end. */
function Row({ heading, facts, aside, ...link }: RowProps) {
  return (
    <li>
      <a {...link} className={classes.row}>
        <Stack gap={3} miw={0}>
          <Text fw={650} component="span">{heading}</Text>
          <Text size="sm" c="dimmed" component="span">{facts}</Text>
        </Stack>
        <Group gap="xs" wrap="nowrap" justify="flex-end" style={{ flexShrink: 0 }}>{aside}<IconChevronRight size={20} aria-hidden /></Group>
      </a>
    </li>
  );
}
export const RowLink = createLink(Row);

export const RowsLoading = ({ rows = 4 }: { rows?: number }) => <Stack gap={8} aria-busy>{Array.from({ length: rows }, (_none, index) => <Skeleton key={index} h={72} radius="md" />)}</Stack>;
