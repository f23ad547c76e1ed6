/** Links of a door that look like Mantine's: they lead to an address, with its parameters and search. */
import { Anchor, Button } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

export const LinkAnchor = createLink(Anchor<'a'>);
/** A link in the shape of a button: for the keyboard and screen readers it stays a link. */
const ButtonAnchor = (props: ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>) => <Button component="a" {...props} />;
export const LinkButton = createLink(ButtonAnchor);
