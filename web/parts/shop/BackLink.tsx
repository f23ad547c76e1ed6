/** The way back to the list that a page belongs to. */
import { Anchor, Group } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ComponentProps } from 'react';

const Back = ({ children, ...link }: ComponentProps<'a'>) => (
  <Anchor {...link} mih={44} display="inline-flex" style={{ alignItems: 'center' }} mb={4}><Group gap={6} wrap="nowrap" component="span"><IconArrowLeft size={18} aria-hidden />{children}</Group></Anchor>
);
export const BackLink = createLink(Back);
