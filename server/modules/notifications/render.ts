/** Makes a mail of a template and what happened: subject, HTML and plain text, in the reader's language. */
import { z } from 'zod';
import { dressBody, frameMail } from './frame.ts';
import { Brand, messageData } from './kinds.ts';
import type { MessageData, MessageKind } from './kinds.ts';
import { templateEngine } from './language.ts';
import { textFor } from './templates.ts';
import type { TemplateDocument } from './templates.ts';

export interface Rendered {
  /** The language it is in, which may be another than asked for. */
  language: string;
  subject: string;
  html: string;
  text: string;
}

/** The retailer's face and the time zone its customers live in (IANA, e.g. Europe/Amsterdam). */
export interface RenderSettings {
  brand: Brand;
  timeZone: string;
}

const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/gu, ' ').trim();

/** Lines that a condition left empty are closed up: at most one blank line in a row. */
const tidy = (text: string): string => `${text.split('\n').map((line) => line.trimEnd()).join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;

/**
 * Renders a message. Everything printed into HTML is escaped, and what comes out is cleaned again; the subject is one line.
 * Throws when the data is not what the kind of message is told, or when a template that was never checked cannot be read.
 */
export function render<Kind extends MessageKind>(template: TemplateDocument & { kind: Kind }, data: MessageData<Kind>, language: string, settings: RenderSettings): Rendered {
  const brand = Brand.parse(settings.brand);
  const known = { ...z.looseObject({}).parse(messageData[template.kind].parse(data)), brand };
  const { language: chosen, text } = textFor(template, language);
  const printer = (html: boolean) => {
    const engine = templateEngine({ language: chosen, timeZone: settings.timeZone, html });
    return (source: string): string => z.string().parse(engine.parseAndRenderSync(source, known));
  };
  const [asHtml, asText] = [printer(true), printer(false)];
  const subject = oneLine(asText(text.subject));
  const html = frameMail({ body: dressBody(asHtml(text.body), brand), subject, preheader: oneLine(asText(text.preheader)), language: chosen, brand });
  return { language: chosen, subject, html, text: tidy(asText(text.text)) };
}
