/** Links of a door that look like Mantine's: they lead to an address, with its parameters and search. */
import { Anchor, Button } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

export const LinkAnchor = createLink(Anchor<'a'>);
export const LinkButton = createLink(Button<'a'>);
