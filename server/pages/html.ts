/** Pages without a build step: markup that escapes what is put into it, headers that let nothing foreign in, and the reader's language. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A piece of markup that is safe as it is. */
export interface Markup { readonly html: string }
type Part = Markup | string | number | null | false | readonly Part[];

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const printed = (part: Part): string => (part === null || part === false ? '' : typeof part === 'string' ? escaped(part) : typeof part === 'number' ? String(part) : 'html' in part ? part.html : part.map(printed).join(''));

/** Markup with values in it: texts are escaped, markup stays, lists are joined, null and false are nothing. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Markup => ({ html: texts.reduce((all, text, index) => all + printed(parts[index - 1] ?? null) + text) });

/** Our own styles and scripts, which are written in this program. */
export const trusted = (source: string): Markup => ({ html: source });

export type PageLanguage = 'nl' | 'en';

/** Dutch or English, by what the browser asks for first ("nl-NL,nl;q=0.9,en;q=0.8"); `wish` (a parameter of the address) goes before it. */
export function pageLanguage(accepted: string | undefined, wish?: string): PageLanguage {
  if (wish === 'nl' || wish === 'en') return wish;
  const ranked = (accepted ?? '').split(',').map((entry) => {
    const [tag = '', ...settings] = entry.trim().split(';');
    const weight = Number(settings.find((setting) => setting.trim().startsWith('q='))?.trim().slice(2) ?? 1);
    return { language: tag.trim().slice(0, 2).toLowerCase(), weight: Number.isFinite(weight) ? weight : 0 };
  }).filter(({ language, weight }) => weight > 0 && (language === 'nl' || language === 'en')).sort((a, b) => b.weight - a.weight);
  return ranked[0]?.language === 'nl' ? 'nl' : 'en';
}

export interface Page { language: PageLanguage; title: string; style: string; body: Markup; script?: string }

/** Answers a page. Its one style sheet and one script carry a nonce; nothing else runs, and nothing is loaded from elsewhere. */
export function sendPage(reply: FastifyReply, { language, title, style, body, script }: Page): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  const icon = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Ccircle cx=%2216%22 cy=%2216%22 r=%2214%22 fill=%22%230a6c5b%22/%3E%3Ccircle cx=%2216%22 cy=%2216%22 r=%225%22 fill=%22%23fff%22/%3E%3C/svg%3E';
  return reply
    .header('content-security-policy', `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`)
    .header('cache-control', 'no-store').header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="${trusted(icon)}"><style nonce="${nonce}">${trusted(style)}</style></head>
<body>${body}${script === undefined ? null : html`<script nonce="${nonce}">${trusted(script)}</script>`}</body></html>`.html);
}

/** Colours and type that all our pages share: calm ground, one accent, figures that line up. */
export const BASE_STYLE = `:root{color-scheme:light dark;--ground:light-dark(#f5f4f0,#101413);--card:light-dark(#fff,#181d1c);--line:light-dark(#e4e2da,#2a312f);--ink:light-dark(#17201e,#e9eeec);--soft:light-dark(#5d6865,#9aa7a3);--accent:light-dark(#0a6c5b,#4fd0b5);--on-accent:light-dark(#fff,#06231d);--wash:light-dark(#e6f1ee,#16302b);--warm:light-dark(#a34a08,#f0a45c);--warm-wash:light-dark(#fdeedd,#38260f);--bad:light-dark(#a3261c,#ff9f94);--bad-wash:light-dark(#fce5e2,#401b17);--blue:light-dark(#2257a8,#8db9ff);--blue-wash:light-dark(#e6eefb,#172842)}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-feature-settings:"tnum","cv05"}
a{color:var(--accent)}a:focus-visible,button:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}ul,ol{list-style:none}.soft{color:var(--soft)}.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;
