/** The addresses of the customer's page: public behind a signed link, and the link itself for those who help the customer. */
import { createHash } from 'node:crypto';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Answer, Role, Route } from '../../kernel/http.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { loadStream } from '../books/index.ts';
import { OptionsView } from '../fulfilment/index.ts';
import type { FloorRouteDeps } from '../fulfilment/index.ts';
import { orderStream } from '../orders/index.ts';
import type { PaymentOperator } from '../payments/index.ts';
import type { Coordinates, IpLocator } from '../sourcing/index.ts';
import { cancelAsCustomer, changeAsCustomer, changeOptionsOf, extendAsCustomer, ordersOf } from './commands.ts';
import { Asked, CodeParams, CustomerCancelBody, CustomerChangeBody, CustomerOrder, LanguageQuery, LinkBody, LinkView, OptionsQuery, OrderParams, PayView, RevokedView, TokenParams } from './contract.ts';
import { forgetAttempts, limits } from './limits.ts';
import { linkTo, orderOfLink, revokeLinks } from './links.ts';
import type { LinkDeps } from './links.ts';
import { payAsCustomer } from './pay.ts';
import { presentCustomerOrder } from './present.ts';
import type { PresentDeps } from './present.ts';
import { selfserviceProblems } from './problems.ts';
import { qrSvg } from './qr.ts';
import { endOf, readLink } from './token.ts';
import { languageOf, sentence } from './words.ts';
import type { Language } from './words.ts';

export interface SelfserviceDeps extends LinkDeps, PresentDeps {
  orders: FloorRouteDeps;
  ips: IpLocator | null;
  operators: ReadonlyMap<string, PaymentOperator>;
  /** Mails the link of an order to one of its contacts. */
  mailLink(context: CommandContext, order: Uuid, contact: Uuid, language: Language): Promise<void>;
}

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Customer page';
const HELPERS: readonly Role[] = ['service', 'operations'];
/** Nothing of a customer's page is kept anywhere, or found by a search engine. */
const PRIVATE = { 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' };

interface Asking { params: { token: string }; query: { language?: Language | undefined }; headers: Record<string, string | undefined>; request: { ip: string }; context: CommandContext }

export function selfserviceRoutes(deps: SelfserviceDeps): Route[] {
  const counter = limits(deps.database, deps.secret);
  const languageIn = ({ query, headers }: Pick<Asking, 'query' | 'headers'>): Language => query.language ?? languageOf(headers['accept-language']);

  /** The order behind a link; whatever is wrong with it is answered alike, so that nobody learns which orders there are. */
  const opened = async (asking: Asking): Promise<Uuid> => {
    const order = await orderOfLink(deps, asking.params.token, asking.context.now);
    if (order !== null && await loadStream(deps.database, order) !== null) return order;
    const language = languageIn(asking);
    await counter.count('link', asking.request.ip, asking.context.now, language);
    throw selfserviceProblems.link_invalid({ detail: sentence('linkInvalid', language) });
  };
  /** Where the customer's connection is, where a table of addresses is there and knows it. */
  const placeOfIp = ({ request }: Pick<Asking, 'request'>): Coordinates | null => deps.ips?.locate(request.ip)?.coordinates ?? null;
  const shown = async (order: Uuid, token: string, now: Instant): Promise<CustomerOrder> => presentCustomerOrder(deps, await orderStream(deps.database, order), now, endOf(readLink(deps.secret, token)?.lastDay ?? 0));
  /** The language of refusals: asked for, else the order's. */
  const languageOfOrder = async (asking: Asking, order: Uuid): Promise<Language> => asking.query.language ?? (await shown(order, asking.params.token, asking.context.now)).language;
  const tagged = (view: CustomerOrder, ifNoneMatch: string | undefined): Answer => {
    const etag = `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;
    return ifNoneMatch === etag ? { status: 304, body: undefined, headers: { ...PRIVATE, etag } } : ok(view, { ...PRIVATE, etag });
  };

  return [
    route({
      method: 'GET', path: '/customer/orders/{token}', operation: 'getCustomerOrder', tag, summary: 'An order in the words of its customer, behind the signed link of a mail', access: 'public', params: TokenParams, query: LanguageQuery,
      description: 'Send the ETag of the last answer as If-None-Match to ask whether anything changed. A link that is wrong, has run out or was withdrawn is answered alike.',
      answers: { 200: { description: 'The order', schema: CustomerOrder }, 304: { description: 'Nothing changed', schema: null }, 404: refused('This link opens nothing'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        return tagged(await shown(order, asking.params.token, asking.context.now), asking.headers['if-none-match']);
      },
    }),
    route({
      method: 'POST', path: '/customer/orders/{token}/cancel', operation: 'cancelCustomerOrder', tag, summary: 'The customer cancels the order, or units of it, while nobody has picked them', access: 'public', params: TokenParams, query: LanguageQuery, body: CustomerCancelBody,
      answers: { 200: { description: 'The order as it is now', schema: CustomerOrder }, 404: refused('This link opens nothing'), 409: refused('It is being worked on'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        const { token } = asking.params;
        await cancelAsCustomer(deps.orders, asking.context, order, asking.body.lines, await languageOfOrder(asking, order));
        return ok(await shown(order, token, asking.context.now), PRIVATE);
      },
    }),
    route({
      method: 'POST', path: '/customer/orders/{token}/deliveries/{delivery}/extend', operation: 'extendCustomerPickup', tag, summary: 'The customer has a ready pickup wait longer, as often as the retailer allows', access: 'public', params: CodeParams, query: LanguageQuery,
      answers: { 200: { description: 'The order as it is now', schema: CustomerOrder }, 404: refused('This link opens nothing, or there is no such delivery'), 409: refused('It does not wait, or was extended before'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        const { token, delivery } = asking.params;
        await extendAsCustomer(deps.orders, asking.context, order, delivery, await languageOfOrder(asking, order));
        return ok(await shown(order, token, asking.context.now), PRIVATE);
      },
    }),
    route({
      method: 'GET', path: '/customer/orders/{token}/deliveries/{delivery}/change', operation: 'listCustomerChangeOptions', tag, summary: 'Where else the customer could have a delivery go, or what of it has not left: other stores, the nearest first, or home', access: 'public', params: CodeParams, query: OptionsQuery,
      answers: { 200: { description: 'The options', schema: OptionsView }, 404: refused('This link opens nothing'), 409: refused('It can no longer be changed here'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        const { postalCode, country } = asking.query;
        return ok(await changeOptionsOf(deps.orders, asking.context, { order, delivery: asking.params.delivery, near: postalCode === undefined ? null : { country, postalCode }, byIp: placeOfIp(asking) }, await languageOfOrder(asking, order)), PRIVATE);
      },
    }),
    route({
      method: 'POST', path: '/customer/orders/{token}/deliveries/{delivery}/change', operation: 'changeCustomerDelivery', tag, summary: 'The customer sends a delivery elsewhere: another store, another address, home instead of a store, or a store instead of home. Of what has left in part, the rest', access: 'public', params: CodeParams, query: LanguageQuery, body: CustomerChangeBody,
      answers: { 200: { description: 'The order as it is now', schema: CustomerOrder }, 404: refused('This link opens nothing'), 409: refused('It can no longer be changed here, or not to there'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        const { token, delivery } = asking.params;
        const { location, address, near } = asking.body;
        await changeAsCustomer(deps.orders, asking.context, { order, delivery, wish: address ? { address } : { location: location ?? '' }, near, byIp: placeOfIp(asking) }, await languageOfOrder(asking, order));
        return ok(await shown(order, token, asking.context.now), PRIVATE);
      },
    }),
    route({
      method: 'POST', path: '/customer/orders/{token}/pay', operation: 'payCustomerOrder', tag, summary: 'The customer goes to pay what a change costs more', access: 'public', params: TokenParams, query: LanguageQuery, idempotent: false,
      description: 'Answers the address of the payment operator’s page. Asked again it answers the same one while it can be paid there. The order goes on by itself once it is paid.',
      answers: { 200: { description: 'Where to pay', schema: PayView }, 404: refused('This link opens nothing'), 409: refused('There is nothing to pay, or not at this moment'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const order = await opened(asking);
        const { url: page } = await linkTo(deps, order, asking.context.now);
        return ok(await payAsCustomer({ orders: deps.orders, operators: deps.operators, url: deps.url }, asking.context, { order, page, language: await languageOfOrder(asking, order) }), PRIVATE);
      },
    }),
    route({
      method: 'GET', path: '/customer/orders/{token}/deliveries/{delivery}/code.svg', operation: 'getPickupCode', tag, summary: 'The pickup code of a delivery that is ready, as a QR code', access: 'public', params: CodeParams, query: LanguageQuery,
      answers: { 200: { description: 'An SVG picture', schema: null, contentType: 'image/svg+xml' }, 404: refused('This link opens nothing, or nothing is ready'), 429: refused('Too many wrong links') },
      handle: async (asking) => {
        const view = await shown(await opened(asking), asking.params.token, asking.context.now);
        const code = view.deliveries.find(({ delivery }) => delivery === asking.params.delivery)?.code ?? null;
        if (code === null) throw selfserviceProblems.no_code({ detail: sentence('noCode', asking.query.language ?? view.language) });
        return { status: 200, body: qrSvg(code), headers: PRIVATE };
      },
    }),
    route({
      method: 'POST', path: '/customer/link', operation: 'askForCustomerLink', tag, summary: 'Mails the link of an order to whoever placed it; answers the same whether there is such an order or not', access: 'public', idempotent: false, body: LinkBody,
      answers: { 202: { description: 'If number and address belong together, a mail is on its way', schema: Asked }, 429: refused('Asked too often') },
      handle: async ({ body, request, context }) => {
        const { now } = context;
        await counter.count('address', request.ip, now, body.language);
        await counter.count('email', body.email.toLowerCase(), now, body.language);
        await forgetAttempts(deps.database, now);
        for (const { order, contact } of await ordersOf(deps.database, body.number, body.email)) await deps.mailLink(context, order, contact, body.language);
        return { status: 202, body: { said: sentence('asked', body.language) }, headers: PRIVATE };
      },
    }),
    route({
      method: 'GET', path: '/orders/{order}/customer-link', operation: 'getCustomerLink', tag, summary: 'A link to the customer page of an order, to read out or send', access: HELPERS, params: OrderParams,
      answers: { 200: { description: 'The link', schema: LinkView }, 404: refused('No such order') },
      handle: async ({ params, context }) => {
        const { id } = await orderStream(deps.database, params.order);
        const { url, expiresAt } = await linkTo(deps, id, context.now);
        return ok({ url, expiresAt }, { 'cache-control': 'no-store' });
      },
    }),
    route({
      method: 'POST', path: '/orders/{order}/customer-link/revoke', operation: 'revokeCustomerLinks', tag, summary: 'Withdraws every link to the customer page of an order; new mails carry a new one', access: HELPERS, params: OrderParams,
      answers: { 200: { description: 'Withdrawn', schema: RevokedView }, 404: refused('No such order') },
      handle: async ({ params, context }) => ok((await revokeLinks(deps.database, context, params.order)).answer),
    }),
  ];
}
