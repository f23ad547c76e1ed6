/** How mails look: colours with enough contrast, and the style of each element a template may use. */
import type { Brand } from './kinds.ts';

/** Elements and the attributes they may have, besides a class from the list below. */
export const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  h1: [], h2: [], p: [], br: [], hr: [], strong: [], em: [], ul: [], ol: [], li: [], div: [], span: [],
  a: ['href'], img: ['src', 'alt', 'width', 'height'], table: [], thead: [], tbody: [], tfoot: [], tr: [], th: ['scope', 'colspan'], td: ['colspan'],
};
export const VOID_ELEMENTS: readonly string[] = ['br', 'hr', 'img'];
export const CLASSES: readonly string[] = ['button', 'lines', 'amount', 'code', 'box', 'soft', 'picture', 'total'];

const INK = '#1b222b';
const PAPER = '#ffffff';
export const LIGHT = { page: '#f4f5f7', card: PAPER, ink: INK, soft: '#566170', line: '#d9dee4', box: '#f4f5f7' };
export const DARK = { page: '#111519', card: '#1b2026', ink: '#e9edf2', soft: '#a9b4c1', line: '#3a424c', box: '#262d35' };

const channel = (hex: string, at: number): number => {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const luminance = (hex: string): number => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);

/** Contrast of two colours ("#rrggbb"), from 1 to 21, by WCAG 2.2. Text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The brand's colour where it can be read, otherwise the ink: a yellow brand gets dark links, and dark words on its buttons. */
export function coloursOf({ accent }: Pick<Brand, 'accent'>): { button: string; onButton: string; link: string; darkLink: string } {
  return {
    button: accent,
    onButton: contrast(accent, PAPER) >= 4.5 ? PAPER : contrast(accent, INK) >= 4.5 ? INK : '#000000',
    link: contrast(accent, LIGHT.card) >= 4.5 && contrast(accent, LIGHT.box) >= 4.5 ? accent : LIGHT.ink,
    darkLink: contrast(accent, DARK.card) >= 4.5 && contrast(accent, DARK.box) >= 4.5 ? accent : DARK.ink,
  };
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = `${FONT};font-size:16px;line-height:24px;color:${LIGHT.ink}`;

/** Style of an element, written into it since many mail programs read no style sheets. */
export function styleOf(element: string, classes: readonly string[], brand: Pick<Brand, 'accent'>): string {
  const { button, onButton, link } = coloursOf(brand);
  const own: Readonly<Record<string, string>> = {
    h1: `${FONT};font-size:24px;line-height:32px;font-weight:700;margin:0 0 16px;color:${LIGHT.ink}`,
    h2: `${FONT};font-size:18px;line-height:26px;font-weight:700;margin:24px 0 8px;color:${LIGHT.ink}`,
    p: `${TEXT};margin:0 0 16px`, ul: `${TEXT};margin:0 0 16px;padding-left:24px`, ol: `${TEXT};margin:0 0 16px;padding-left:24px`, li: 'margin:0 0 4px',
    a: `color:${link};text-decoration:underline`, img: 'display:block;border:0;max-width:100%;height:auto', hr: `border:0;border-top:1px solid ${LIGHT.line};margin:24px 0`,
    table: 'border-collapse:collapse;border-spacing:0;width:100%;margin:0 0 16px', th: `${TEXT};text-align:left;font-weight:600;padding:8px 8px 8px 0;vertical-align:top`, td: `${TEXT};padding:8px 8px 8px 0;vertical-align:top;border-top:1px solid ${LIGHT.line}`,
  };
  const added: Readonly<Record<string, string>> = {
    button: `display:inline-block;background-color:${button};color:${onButton};font-weight:600;text-decoration:none;padding:12px 24px;border-radius:6px;mso-padding-alt:0;border:1px solid ${button}`,
    amount: 'text-align:right;white-space:nowrap;padding-right:0', soft: `color:${LIGHT.soft};font-size:14px;line-height:20px`, picture: 'width:72px',
    code: "font-family:ui-monospace,Consolas,'Courier New',monospace;font-size:32px;line-height:40px;letter-spacing:4px;font-weight:700;text-align:center",
    box: `background-color:${LIGHT.box};border:1px solid ${LIGHT.line};border-radius:8px;padding:16px 16px 0;margin:0 0 24px`, total: 'font-weight:700',
  };
  return [own[element], ...classes.map((name) => added[name])].filter((part) => part !== undefined).join(';');
}

/** The style sheet for programs that read one: dark mode, and narrow screens. `!important` because it has to win from the styles above. */
export function styleSheet(brand: Pick<Brand, 'accent'>): string {
  const { button, onButton, darkLink } = coloursOf(brand);
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background-color:${DARK.page}!important}.card{background-color:${DARK.card}!important}h1,h2,p,ul,ol,li,th,td,strong,.brand{color:${DARK.ink}!important}a{color:${darkLink}!important}a.button{color:${onButton}!important;background-color:${button}!important}.soft{color:${DARK.soft}!important}.box{background-color:${DARK.box}!important;border-color:${DARK.line}!important}td,hr{border-color:${DARK.line}!important}}
@media (max-width:480px){.inside{padding-left:16px!important;padding-right:16px!important}a.button{display:block!important;text-align:center!important}.picture{width:56px!important}}`;
}
