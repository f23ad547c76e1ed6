/** The address that shops ask while somebody looks at a product: what may be sold of many SKUs at once. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { checkSelling, sellingOf } from '../sourcing/index.ts';
import type { IpLocator } from '../sourcing/index.ts';
import { OfferBody, OfferView, PreviewBody, PreviewView } from './contract.ts';
import { previewRules, replaced } from './impact.ts';
import { figureStore } from './kept-figures.ts';
import { offer } from './offer.ts';
import type { OfferWanted } from './offer.ts';
import { channelOf, READERS } from './permissions.ts';
import { availabilityProblems } from './problems.ts';
import type { AvailabilityDeps } from './deps.ts';

/** Milliseconds for which nobody asks whether the rules are other ones. */
const EPOCH_KEPT = 200;

const ASKERS: readonly Role[] = [...READERS, 'channel'];

/** Where the customer is, by each of the ways in which it was given. */
function placesOf({ latitude, longitude, ip }: NonNullable<OfferBody['near']> = {}, ips: IpLocator | null): Pick<OfferWanted, 'here' | 'byIp'> {
  return { here: latitude === undefined || longitude === undefined ? null : { latitude, longitude }, byIp: ip === undefined ? null : ips?.locate(ip)?.coordinates ?? null };
}

export function offerRoutes({ database, clock, worlds, ips }: AvailabilityDeps): Route[] {
  const store = figureStore(database, clock);
  return [
    route({
      method: 'POST', path: '/availability', operation: 'getAvailability', tag: 'Stock', summary: 'What a channel may sell of up to 100 SKUs, by its rules', access: ASKERS, idempotent: false, body: OfferBody,
      description: 'The same function as the figures that channels are told and as `GET /stock/waterfall`, which explains each. Figures are less than a second old, rules are those in force; the reservation made when an order is placed decides.',
      answers: { 200: { description: 'Per SKU', schema: OfferView }, 403: { description: 'The key is bound to other channels', schema: Problem }, 404: { description: 'No such channel or location', schema: Problem }, 422: { description: 'Which channel?', schema: Problem } },
      handle: async ({ body, actor }) => {
        const channel = channelOf(actor, body.channel);
        const skus = [...new Set(body.skus)];
        const [master, figures] = await Promise.all([worlds.present(database, body.fresh ? 0 : EPOCH_KEPT), store.of(skus, body.fresh)]);
        if (!master.channels.has(channel)) throw availabilityProblems.channel_unknown({ detail: `There is no active channel ${channel}; GET /channels lists them.`, found: channel, field: 'channel' });
        const selling = sellingOf(master);
        const strange = body.locations?.find((code) => !selling.places.has(code));
        if (strange !== undefined) throw availabilityProblems.location_unknown({ detail: `There is no location ${strange}; GET /locations lists them.`, found: strange, field: 'locations' });
        const wanted = { channel, delivery: body.delivery, now: clock.now(), locations: body.locations ? new Set(body.locations) : null, perLocation: body.perLocation, ...placesOf(body.near, ips) };
        return ok({
          channel, delivery: body.delivery, items: skus.flatMap((sku) => { const known = figures.get(sku); return known ? [offer(selling, master, known, wanted)] : []; }), unknown: skus.filter((sku) => !figures.get(sku)),
        });
      },
    }),
    route({
      method: 'POST', path: '/availability/preview', operation: 'previewSellingRules', tag: 'Stock', summary: 'What rules that are being written would change, per channel; nothing is kept', access: READERS, idempotent: false, body: PreviewBody,
      description: 'Worked out over the stock of this moment by the same function as the figures themselves.',
      answers: { 200: { description: 'Units and SKUs that each channel gains and loses', schema: PreviewView }, 422: { description: 'The document has problems', schema: Problem } },
      handle: async ({ body: { name, body, delivery } }) => {
        const problems = body === null ? [] : checkSelling(body);
        if (problems.length > 0) throw availabilityProblems.rules_refused({ detail: `The document has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems[0]?.message ?? ''}`, errors: problems.map(({ path, message }) => ({ field: path, detail: message })) });
        const master = await worlds.present(database);
        return ok(await previewRules(database, master, replaced(master, name, body), delivery, clock.now()));
      },
    }),
  ];
}
