/** The retailer's colour as the page's own: ten shades around it, of which the ones used for words can be read on both grounds. Pure. */
import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';
import { INKS } from '../shell/theme.ts';

type Rgb = readonly [number, number, number];

const read = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const written = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
const mixed = (one: Rgb, other: Rgb, share: number): Rgb => [0, 1, 2].map((at) => (one[at] ?? 0) * (1 - share) + (other[at] ?? 0) * share) as unknown as Rgb;

const linear = (part: number): number => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string): number => read(hex).reduce((sum, part, at) => sum + linear(part) * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0);

/** Contrast of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

export const LIGHT_GROUND = '#f6f6f4';
export const DARK_CARD = '#1f2324';
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** The colour moved towards white or black until words in it reach 4.5 to 1 on a ground. */
function readable(hex: string, ground: string, towards: Rgb): string {
  for (let share = 0; share <= 1; share += 0.05) {
    const shade = written(mixed(read(hex), towards, share));
    if (contrast(shade, ground) >= 4.5) return shade;
  }
  return written(towards);
}

/** Shade 7 is the brand where it can be read on light ground, else darker: white words stand on it. Shade 3 can be read on dark ground, and carries black. */
export function shadesOf(accent: string): MantineColorsTuple {
  const dark = readable(accent, LIGHT_GROUND, BLACK);
  const light = readable(accent, DARK_CARD, WHITE);
  const between = (share: number): string => written(mixed(read(dark), read(light), share));
  const paler = (share: number): string => written(mixed(read(light), WHITE, share));
  return [paler(0.88), paler(0.75), paler(0.4), light, between(0.75), between(0.5), between(0.25), dark, written(mixed(read(dark), BLACK, 0.2)), written(mixed(read(dark), BLACK, 0.4))];
}

/** The page's look for a retailer's colour; system letters, so that nothing is loaded for them. */
export const themeOf = (accent: string) => createTheme({
  colors: { brand: shadesOf(accent) }, primaryColor: 'brand', primaryShade: 7, defaultRadius: 'md', cursorType: 'pointer', respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '700', sizes: { h1: { fontSize: '1.75rem', lineHeight: '1.2' }, h2: { fontSize: '1.2rem', lineHeight: '1.3' }, h3: { fontSize: '1rem', lineHeight: '1.4' } } },
});

/** Soft words that can still be read (5.9 to 1 on light ground, 6.5 on a dark card), and the brand as lines and links on either ground. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: { ...INKS, '--mantine-color-dimmed': '#5a6061', '--mantine-color-placeholder': '#6a7172', '--brand-line': 'var(--mantine-color-brand-7)', '--on-brand-line': '#fff' }, dark: { '--mantine-color-dimmed': '#aab3b5', '--mantine-color-placeholder': '#98a2a4', '--mantine-color-anchor': 'var(--mantine-color-brand-3)', '--brand-line': 'var(--mantine-color-brand-3)', '--on-brand-line': '#000' } });
