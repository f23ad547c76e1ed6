/** A list of the shop floor, most rows of which lead somewhere, and the shape it has while it is read. */
import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { IconChevronRight } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './shop.module.css';

/** `label` names the list to those who cannot see it. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => <ul className={classes.list} aria-label={label}>{children}</ul>;

interface RowProps { heading: ReactNode; facts: ReactNode; aside?: ReactNode }

/** What a row is, facts about it, and what stands at its end. */
const Content = ({ heading, facts, children }: Omit<RowProps, 'aside'> & { children: ReactNode }) => (
  <>
    <Stack gap={3} miw={0}>
      <Text fw={650} component="span">{heading}</Text>
      <Text size="sm" c="dimmed" component="span">{facts}</Text>
    </Stack>
    <Group gap="xs" wrap="nowrap" justify="flex-end" style={{ flexShrink: 0 }}>{children}</Group>
  </>
);

/** One row that leads nowhere: there is nothing to do about it here. */
export const Row = ({ heading, facts, aside }: RowProps) => <li><div className={classes.row} data-still=""><Content heading={heading} facts={facts}>{aside}</Content></div></li>;

function LinkedRow({ heading, facts, aside, ...link }: RowProps & ComponentProps<'a'>) {
  return <li><a {...link} className={classes.row}><Content heading={heading} facts={facts}>{aside}<IconChevronRight size={20} aria-hidden /></Content></a></li>;
}
export const RowLink = createLink(LinkedRow);

export const RowsLoading = ({ rows = 4 }: { rows?: number }) => <Stack gap={8} aria-busy>{Array.from({ length: rows }, (_none, index) => <Skeleton key={index} h={72} radius="md" />)}</Stack>;
