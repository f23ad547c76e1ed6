/** The company at work on one page: GET / for people, GET /company.json for programs, and a button that places a demo order. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../kernel/database.ts';
import { kernelProblems } from '../kernel/problem.ts';
import { sharedReader } from './company-data.ts';
import { COMPANY_SCRIPT, COMPANY_STYLE } from './company-look.ts';
import { companyBody, companyEvents, companyParts } from './company-view.ts';
import type { CompanyLink, Reader, Retailer } from './company-view.ts';
import { say } from './company-words.ts';
import { pageLanguage, sendPage } from './html.ts';
import { fromOurPage } from './same-origin.ts';

export interface CompanyDeps {
  database: Database;
  clock: Clock;
  /** The name over the page, and the time zone of its clock times. */
  retailer: Retailer;
  /** Further pages, in both languages: mailbox, ERP, API. */
  links: readonly CompanyLink[];
  /** Places a made-up order, as a channel would; answers its number. Without it there is no button. */
  placeDemoOrder?(): Promise<{ number: string }>;
}

interface Wish { Querystring: { language?: string } }
type Asked = FastifyRequest<Wish>;

/** Adds the page. It shows no names and no addresses of customers; who may not see turnover and stock should not reach it. */
export function addCompany(app: FastifyInstance, deps: CompanyDeps): void {
  const read = sharedReader(deps.database, deps.clock);
  const readerOf = (request: Asked): Reader => ({ language: pageLanguage(request.headers['accept-language'], request.query.language), retailer: deps.retailer });
  let placing = false;

  const page = async (request: Asked, reply: FastifyReply): Promise<FastifyReply> => {
    const reader = readerOf(request);
    return sendPage(reply, { language: reader.language, title: `${deps.retailer.name} · Spil`, style: COMPANY_STYLE, body: companyBody(await read(), reader, deps.links, deps.placeDemoOrder !== undefined), script: COMPANY_SCRIPT });
  };
  app.get<Wish>('/', page);
  app.get<Wish>('/company', page);
  app.get<Wish>('/company.json', async (request, reply) => {
    const company = await read();
    return reply.header('cache-control', 'no-store').header('vary', 'accept-language').send({ retailer: deps.retailer.name, ...company, events: companyEvents(company, readerOf(request)) });
  });
  app.get<Wish>('/company/parts', async (request, reply) => {
    const body = JSON.stringify(companyParts(await read(), readerOf(request)));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 24)}"`;
    reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept-language');
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type('application/json; charset=utf-8').send(body);
  });
  app.post<Wish>('/company/orders', async (request) => {
    const { language } = readerOf(request);
    if (!deps.placeDemoOrder) throw kernelProblems.not_found({ detail: say(['Hier worden geen proefbestellingen geplaatst.', 'No demo orders are placed here.'], language) });
    if (!fromOurPage(request)) throw kernelProblems.forbidden({ detail: 'Demo orders are placed from this page only.' });
    if (placing) throw kernelProblems.contested({ detail: say(['De vorige proefbestelling wordt nog geplaatst.', 'The last demo order is still being placed.'], language) });
    placing = true;
    try {
      const { number } = await deps.placeDemoOrder();
      return { number, said: say([`Bestelling ${number} is geplaatst en verdeeld. Volg hem hieronder.`, `Order ${number} is placed and divided. Follow it below.`], language) };
    } finally {
      placing = false;
    }
  });
}
