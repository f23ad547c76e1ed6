/** The company page: what is happening, in parts that are replaced by themselves as it happens. Pure. */
import type { Company, CompanyLocation, CompanyOrder, CompanyParcel } from './company-data.ts';
import { companyMap } from './company-map.ts';
import { clockTime, count, money, say, sentence, statusText } from './company-words.ts';
import type { Tone } from './company-words.ts';
import { html } from './html.ts';
import type { Markup, PageLanguage } from './html.ts';

export interface Retailer { name: string; zone: string }
export interface CompanyLink { href: string; label: readonly [nl: string, en: string] }
export interface Reader { language: PageLanguage; retailer: Retailer }

/** Names on the page leave out the retailer's own: "Van Leest Delft" is Delft. */
const shortNames = ({ locations }: Company, { name }: Retailer): (code: string) => string => {
  const names = new Map(locations.map((location) => [location.code, location.name.startsWith(`${name} `) ? location.name.slice(name.length + 1) : location.name]));
  return (code) => names.get(code) ?? code;
};

const sum = (rows: readonly { status: string; count: number }[], wanted: (status: string) => boolean): number => rows.reduce((total, row) => total + (wanted(row.status) ? Number(row.count) : 0), 0);

function figures(company: Company, { language }: Reader): Markup {
  const { orders, parcels, messages } = company;
  const under = sum(parcels, (status) => ['shipped', 'at_pickup_point', 'returning'].includes(status));
  const main = company.money[0];
  const figure = (value: string, label: readonly [string, string], note: string): Markup => html`<li><strong>${value}</strong><span>${say(label, language)}</span><small>${note}</small></li>`;
  const amount = (of: 'captured' | 'reserved' | 'refunded' | 'refundPending'): string => (main ? money(main[of], main.currency, language) : money(0, 'EUR', language));
  return html`<ul class="figures">
${figure(count(sum(orders, () => true), language), ['bestellingen', 'orders'], say(['de laatste 24 uur', 'in the last 24 hours'], language))}
${figure(count(sum(orders, (status) => ['open', 'in_progress', 'ready', 'partly_shipped', 'waiting'].includes(status)), language), ['in behandeling', 'being worked on'], `${count(sum(orders, (status) => status === 'complete'), language)} ${say(['afgerond', 'complete'], language)}`)}
${figure(count(under, language), ['pakketten onderweg', 'parcels under way'], `${count(sum(parcels, (status) => status === 'delivered'), language)} ${say(['bezorgd', 'delivered'], language)}`)}
${figure(amount('captured'), ['ontvangen', 'received'], `${amount('reserved')} ${say(['gereserveerd', 'reserved'], language)}`)}
${figure(amount('refunded'), ['terugbetaald', 'refunded'], `${amount('refundPending')} ${say(['onderweg', 'on its way'], language)}`)}
${figure(count(messages, language), ['mails verstuurd', 'mails sent'], say(['aan klanten', 'to customers'], language))}</ul>`;
}

const TARGET: Readonly<Record<string, readonly [string, string]>> = { ship: ['thuis', 'home'], pickup_point: ['afhaalpunt', 'pickup point'], carry_out: ['meegenomen', 'taken along'], digital: ['per mail', 'by mail'] };

function goesTo(order: CompanyOrder, delivery: number, name: (code: string) => string, language: PageLanguage): string {
  const of = order.deliveries.find((one) => one.delivery === delivery);
  if (!of) return '';
  if (of.kind === 'pickup' && of.location !== null) return `${say(['afhalen in', 'pickup at'], language)} ${name(of.location)}`;
  return say(TARGET[of.kind] ?? [of.kind, of.kind], language);
}

function orderRow(order: CompanyOrder, name: (code: string) => string, { language, retailer }: Reader): Markup {
  const status = order.onHold ? 'on_hold' : order.status;
  const parts = order.deliveries.map((delivery) => {
    const work = order.work.filter((one) => one.delivery === delivery.delivery);
    return html`<p class="way">${work.map(({ location, units, status: of }) => html`<span class="stop ${of}" title="${statusText(of, language)}">${name(location)} <b>${units}</b></span>`)}${work.length > 0 ? html`<span class="arrow" aria-hidden="true">→</span>` : null}<span class="goal">${goesTo(order, delivery.delivery, name, language)}</span></p>`;
  });
  return html`<li data-key="${order.number}"><div class="head"><b>${order.number}</b><span class="soft">${order.channel} · ${clockTime(order.placedAt, language, retailer.zone).slice(0, 5)}</span><span class="chip ${status}">${statusText(status, language)}</span><span class="amount">${money(order.total, order.currency, language)}</span></div>${parts}</li>`;
}

function locationCard({ code, kind, open, toPick, toPack, ready, incoming, sellable, reserved }: CompanyLocation, name: (code: string) => string, { language }: Reader): Markup {
  const jobs = ([[toPick, ['te verzamelen', 'to pick']], [toPack, ['in te pakken', 'to pack']], [ready, ['op te halen', 'to collect']], [incoming, ['onderweg hierheen', 'incoming']]] as const).filter(([n]) => n > 0);
  const kindName = kind === 'store' ? null : say(kind === 'warehouse' ? ['magazijn', 'warehouse'] : ['extern magazijn', 'external warehouse'], language);
  return html`<li class="${open > 0 ? 'busy' : ''}"><h3>${name(code)}${kindName === null ? null : html` <small>${kindName}</small>`}</h3>
<p class="jobs">${jobs.length === 0 ? html`<span class="soft">${say(['geen open werk', 'no open work'], language)}</span>` : jobs.map(([n, label]) => html`<span><b>${n}</b> ${say(label, language)}</span>`)}</p>
<p class="shelf"><span>${count(Number(sellable) - Number(reserved), language)} ${say(['beschikbaar', 'available'], language)}</span><span class="soft">${count(Number(reserved), language)} ${say(['gereserveerd', 'reserved'], language)}</span></p></li>`;
}

function parcelRow({ order, location, carrier, barcode, trackingUrl, status }: CompanyParcel, name: (code: string) => string, { language }: Reader): Markup {
  const label = barcode ?? order;
  const shown = trackingUrl !== null && /^https?:\/\//.test(trackingUrl) ? html`<a href="${trackingUrl}" rel="noreferrer">${label}</a>` : html`${label}`;
  return html`<li data-key="${label}"><span class="code">${shown}</span><span class="soft">${name(location)}${carrier === null ? null : ` · ${carrier === 'postnl' ? 'PostNL' : carrier}`}</span><span class="chip ${status}">${statusText(status, language)}</span></li>`;
}

/** The last events as sentences. What staff wrote and who they are stays in the journal. */
export function companyEvents(company: Company, { language, retailer }: Reader): { key: string; order: string | null; type: string; at: string; text: string; tone: Tone }[] {
  const name = shortNames(company, retailer);
  const currency = company.money[0]?.currency ?? company.latest[0]?.currency ?? 'EUR';
  return company.events.map((one) => ({ key: one.key, order: one.order, type: one.event.type, at: one.event.recordedAt, ...sentence(one, language, name, currency) }));
}

/** The parts of the page by the id of the element they fill. */
export function companyParts(company: Company, reader: Reader): Record<string, string> {
  const { language, retailer } = reader;
  const name = shortNames(company, retailer);
  const nothing = (text: readonly [string, string]): Markup => html`<li class="none soft">${say(text, language)}</li>`;
  const events = companyEvents(company, reader).map(({ key, order, at, text, tone }) => html`<li data-key="${key}"><time datetime="${at}">${clockTime(at, language, retailer.zone)}</time><span class="mark ${tone}"></span><span>${text}${order === null ? null : html` <span class="soft">${order}</span>`}</span></li>`);
  const parts: Record<string, Markup> = {
    figures: figures(company, reader),
    map: companyMap(company, say(['Kaart van winkels en magazijnen, met de laatste bestellingen als lijnen', 'Map of stores and warehouses, with the last orders as lines'], language), name),
    orders: html`<ul class="orders">${company.latest.length === 0 ? nothing(['Nog geen bestellingen. Plaats er een met de knop hierboven.', 'No orders yet. Place one with the button above.']) : company.latest.map((order) => orderRow(order, name, reader))}</ul>`,
    locations: html`<ul class="locations">${company.locations.length === 0 ? nothing(['Er zijn nog geen locaties.', 'There are no locations yet.']) : company.locations.map((location) => locationCard(location, name, reader))}</ul>`,
    parcels: html`<ul class="parcels">${company.underWay.length === 0 ? nothing(['Nu geen pakketten onderweg.', 'No parcels under way now.']) : company.underWay.map((parcel) => parcelRow(parcel, name, reader))}</ul>`,
    events: html`<ol class="events">${events.length === 0 ? nothing(['Er is nog niets gebeurd.', 'Nothing has happened yet.']) : events}</ol>`,
  };
  return Object.fromEntries(Object.entries(parts).map(([id, markup]) => [id, markup.html]));
}

const GLYPH = html`<svg class="glyph" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill="currentColor"/><circle class="hub" cx="16" cy="16" r="4.5"/><g class="spokes"><path d="M16 11V3M16 29v-8M21 16h8M3 16h8"/></g></svg>`;

/** What the company is made of, e.g. "17 winkels, een magazijn, een extern magazijn en een webwinkel". */
function makeUp({ locations }: Company, language: PageLanguage): string {
  const n = (kind: string): number => locations.filter((location) => location.kind === kind).length;
  const [stores, depots] = [n('store'), n('warehouse') + n('external_warehouse')];
  return say([`${stores} ${stores === 1 ? 'winkel' : 'winkels'}, ${depots} ${depots === 1 ? 'magazijn' : 'magazijnen'} en de webwinkel: zo werkt het bedrijf op dit moment.`, `${stores} ${stores === 1 ? 'store' : 'stores'}, ${depots} ${depots === 1 ? 'warehouse' : 'warehouses'} and the web shop: this is the company at work right now.`], language);
}

export function companyBody(company: Company, reader: Reader, links: readonly CompanyLink[], canOrder: boolean): Markup {
  const { language, retailer } = reader;
  const parts = companyParts(company, reader);
  const part = (id: string): Markup => html`<div id="${id}" data-part>${{ html: parts[id] ?? '' }}</div>`;
  return html`<header><div class="who"><p class="product">${GLYPH}<span>Spil</span><span class="live" id="live">live</span></p><h1>${retailer.name}</h1><p class="soft">${makeUp(company, language)}</p></div>
<nav aria-label="${say(['Andere schermen', 'Other screens'], language)}">${links.map(({ href, label }) => html`<a href="${href}">${say(label, language)}</a>`)}${canOrder ? html`<button type="button" id="order">${say(['Plaats een proefbestelling', 'Place a demo order'], language)}</button>` : null}</nav></header>
<p id="said" role="status" aria-live="polite"></p>
<main>${part('figures')}
<div class="left"><section class="card network"><h2>${say(['Het netwerk', 'The network'], language)}</h2>${part('map')}<p class="legend soft"><span class="key store"></span>${say(['winkel', 'store'], language)}<span class="key depot"></span>${say(['magazijn', 'warehouse'], language)}<span class="key line"></span>${say(['laatste bestellingen', 'last orders'], language)}</p></section>
<section class="card under"><h2>${say(['Pakketten onderweg', 'Parcels under way'], language)}</h2>${part('parcels')}</section></div>
<section class="card"><h2>${say(['Laatste bestellingen', 'Latest orders'], language)} <small class="soft">${say(['wie levert wat, en waarheen', 'who delivers what, and where to'], language)}</small></h2>${part('orders')}</section>
<section class="card now"><h2>${say(['Nu', 'Right now'], language)}</h2>${part('events')}</section>
<section class="places"><h2>${say(['Winkels en magazijnen', 'Stores and warehouses'], language)}</h2>${part('locations')}</section></main>`;
}
