/** How Spil looks: one calm green, clear type, figures that line up, controls large enough for a thumb. */
import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

/** From the lightest wash to the darkest ink; 7 carries white text at 6.3 : 1. */
const spil: MantineColorsTuple = ['#e8f6f2', '#d2ebe4', '#a4d7ca', '#73c3ae', '#4bb197', '#2f9a80', '#168169', '#0a6c5b', '#075749', '#033f35'];

export const theme = createTheme({
  colors: { spil },
  primaryColor: 'spil',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem', lineHeight: '1.25' }, h2: { fontSize: '1.25rem', lineHeight: '1.3' }, h3: { fontSize: '1.05rem', lineHeight: '1.35' } } },
  focusRing: 'auto',
  respectReducedMotion: true,
});
