/** How Spil looks: one calm green, clear type, figures that line up, controls large enough for a thumb. */
import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** From the lightest wash to the darkest ink; 7 carries white text at 6.3 : 1. */
const spil: MantineColorsTuple = ['#e8f6f2', '#d2ebe4', '#a4d7ca', '#73c3ae', '#4bb197', '#2f9a80', '#168169', '#0a6c5b', '#075749', '#033f35'];

/** Dark greys with a breath of the green: from ink (0) over soft ink (2), lines (4), cards (6) to the ground (7). */
const dark: MantineColorsTuple = ['#e6ecea', '#c5cecb', '#9daba6', '#74827e', '#39433f', '#2b3431', '#1c2321', '#131918', '#0f1413', '#0a0e0d'];

export const theme = createTheme({
  colors: { spil, dark },
  primaryColor: 'spil',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem', lineHeight: '1.25' }, h2: { fontSize: '1.25rem', lineHeight: '1.3' }, h3: { fontSize: '1.05rem', lineHeight: '1.35' } } },
  focusRing: 'auto',
  respectReducedMotion: true,
});

/** Ink of light badges and alerts of a colour: Mantine's own is 2.7 to 4.3 : 1 for these, on their wash; this is 5.5 : 1 or more. */
const INK_ON_WASH = { green: '#1e6b2e', teal: '#076b4d', orange: '#a83608', red: '#b02525', yellow: '#8a4b00' } as const;
export const INKS = Object.fromEntries(Object.entries(INK_ON_WASH).map(([colour, ink]) => [`--mantine-color-${colour}-light-color`, ink]));

/** Soft ink that can still be read: 5.6 : 1 on white, 7 : 1 on the dark ground. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...INKS, '--mantine-color-dimmed': '#5a6663', '--mantine-color-placeholder': '#6a7572', '--mantine-color-default-border': '#dfe4e2', '--mantine-color-error': '#c92a2a' },
  dark: { '--mantine-color-dimmed': '#9daba6', '--mantine-color-placeholder': '#8b9894', '--mantine-color-default-border': '#39433f', '--mantine-color-error': '#ff8787' },
});
