/** What stands around every mail: the brand above, the sender's details below, and elements dressed so that every mail program shows them well. */
import sanitizeHtml from 'sanitize-html';
import type { Brand } from './kinds.ts';
import { escapeHtml } from './language.ts';
import { CLASSES, ELEMENTS, LIGHT, styleOf, styleSheet } from './look.ts';

/** Links that mean something in a mail; pictures come over https only. */
const LINK = /^(https?:\/\/|mailto:|tel:)/i;
const PICTURE = /^https:\/\//i;

/**
 * Leaves of a mail's body only what a template may use and gives each element its style. This is the last gate: whatever a
 * template or its data managed to say, no script, form, frame, foreign style or odd link passes here.
 */
export function dressBody(html: string, brand: Brand): string {
  return sanitizeHtml(html, {
    allowedTags: Object.keys(ELEMENTS),
    allowedAttributes: { ...Object.fromEntries(Object.entries(ELEMENTS).map(([element, attributes]) => [element, [...attributes, 'class', 'style']])), table: ['class', 'style', 'role'] },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'], allowProtocolRelative: false, parseStyleAttributes: false, disallowedTagsMode: 'discard', enforceHtmlBoundary: false,
    transformTags: {
      '*': (tagName, attribs) => {
        const classes = (attribs.class ?? '').split(/\s+/).filter((name) => CLASSES.includes(name));
        const { href, src, style: _style, class: _class, role: _role, ...rest } = attribs;
        const style = styleOf(tagName, classes, brand);
        return {
          tagName,
          attribs: {
            ...rest,
            ...(href !== undefined && LINK.test(href.trim()) ? { href: href.trim() } : {}),
            ...(src !== undefined && PICTURE.test(src.trim()) ? { src: src.trim() } : {}),
            ...(tagName === 'img' ? { alt: attribs.alt ?? '' } : {}),
            // A table without headers only arranges; with them it is a table, and is read out as one.
            ...(tagName === 'table' && !classes.includes('lines') ? { role: 'presentation' } : {}),
            ...(classes.length > 0 ? { class: classes.join(' ') } : {}),
            ...(style === '' ? {} : { style }),
          },
        };
      },
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && attribs.src === undefined,
  });
}

/** A whole mail as an HTML document. `preheader` is the line that programs show behind the subject. */
export function frameMail({ body, subject, preheader, language, brand }: { body: string; subject: string; preheader: string; language: string; brand: Brand }): string {
  const name = escapeHtml(brand.name);
  const logo = brand.logoUrl === null ? `<strong class="brand" style="${styleOf('h2', [], brand)};margin:0">${name}</strong>` : `<img src="${escapeHtml(brand.logoUrl)}" alt="${name}" height="40" style="display:block;border:0;height:40px;width:auto;font-weight:700">`;
  const link = (href: string, text: string): string => `<a href="${escapeHtml(href)}" style="color:${LIGHT.soft};text-decoration:underline">${escapeHtml(text)}</a>`;
  const reach = [link(brand.url, new URL(brand.url).host), link(`mailto:${brand.email}`, brand.email), ...(brand.phone === null ? [] : [link(`tel:${brand.phone.replace(/[^+0-9]/g, '')}`, brand.phone)])].join(' &middot; ');
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no"><title>${escapeHtml(subject)}</title><style>${styleSheet(brand)}</style></head>
<body class="page" style="margin:0;padding:0;background-color:${LIGHT.page};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preheader)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background-color:${LIGHT.page}"><tr><td align="center" style="padding:24px 8px;border:0">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background-color:${LIGHT.card};border-radius:12px">
<tr><td class="inside" style="padding:32px 32px 0;border:0"><a href="${escapeHtml(brand.url)}" style="color:${LIGHT.ink};text-decoration:none">${logo}</a></td></tr>
<tr><td class="inside" role="article" style="padding:24px 32px 16px;border:0">
${body}
</td></tr>
<tr><td class="inside" style="padding:16px 32px 32px;border:0"><p class="soft" style="${styleOf('p', ['soft'], brand)};margin:0">${name}, ${escapeHtml(brand.address)}<br>${reach}</p></td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table></body></html>
`;
}
