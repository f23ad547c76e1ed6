/** A person as a circle with initials, in a colour of their own that can be read. The name stands beside it, so it is left out for those who cannot see it. */
import { Avatar } from '@mantine/core';

/** Each carries white text at 4.5 : 1 or more. */
const COLOURS = ['spil.7', 'blue.8', 'grape.8', 'pink.8', 'indigo.8', 'teal.9', 'violet.8', 'red.9'] as const;

const colourOf = (name: string): string => COLOURS[[...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % COLOURS.length] ?? 'spil.7';

export function Initials({ name, size }: { name: string; size: number }) {
  return <Avatar name={name} color={colourOf(name)} variant="filled" radius="xl" size={size} aria-hidden imageProps={{ alt: '' }} />;
}
