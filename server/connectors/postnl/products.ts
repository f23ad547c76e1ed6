/** Which PostNL product and options belong to a parcel: one table, so that a store never has to know a product code. */
import { z } from 'zod';

export const ProductQuestion = z.object({
  delivery: z.enum(['home', 'pickup_point', 'return']).describe('To the door, to a pickup point, or from the customer back to a reply number'),
  from: z.enum(['NL', 'BE']).default('NL').describe('Country the parcel is handed over in'),
  country: z.string().regex(/^[A-Z]{2}$/).describe('Country of the receiver; of the pickup point when it goes there'),
  packaging: z.enum(['parcel', 'mailbox']).default('parcel'),
  signature: z.boolean().default(false),
  statedAddressOnly: z.boolean().default(false).describe('Never to a neighbour'),
  returnWhenNotHome: z.boolean().default(false).describe('Back to the sender instead of to a pickup point'),
  ageCheck: z.boolean().default(false).describe('Identity checked at the door: 18 years or older'),
  evening: z.boolean().default(false),
  business: z.boolean().default(false).describe('The receiver is a company (only abroad does PostNL want to know)'),
});
export type ProductQuestion = z.infer<typeof ProductQuestion>;

export type ProductChoice =
  | { kind: 'product'; product: string; options: { characteristic: string; option: string }[] }
  | { kind: 'refused'; reason: string };

/** Wishes of a home delivery as a key of the tables: s(ignature), a(ddress only), r(eturn when not home), in that order. */
type Wishes = '' | 's' | 'a' | 'r' | 'sa' | 'sr' | 'ar' | 'sar';

/**
 * PostNL product codes, from its product list:
 *
 * | from → to | where | wishes | product |
 * |---|---|---|---|
 * | NL → NL | home | none 3085, a 3385, r 3090, ar 3390, s 3189, sa 3089, sr 3389, sar 3096 | + 118/006 in the evening |
 * | NL → NL | home, age check | none 3438, r 3449 | + 002/014 |
 * | NL → NL | mailbox parcel | none | 2928 |
 * | NL → NL | pickup point | signature is always part of it | 3533; age check 3571 + 002/014 |
 * | NL → NL | return to a reply number | none | 2285 + 152/027 (label printed by the customer) |
 * | NL → BE | home | none 4946, a 4941, s 4912 | |
 * | NL → BE | pickup point | none | 4936 |
 * | BE → BE | home | none 4961, a 4960, s 4963, sa 4962 | |
 * | BE → BE | pickup point | none | 4880 |
 * | NL → EU | home | none | 4907 + 005/025 + 101/012 (consumer) or 101/013 (company) |
 */
const HOME: Readonly<Record<'NL>NL' | 'NL>BE' | 'BE>BE', Partial<Record<Wishes, string>>>> = {
  'NL>NL': { '': '3085', a: '3385', r: '3090', ar: '3390', s: '3189', sa: '3089', sr: '3389', sar: '3096' },
  'NL>BE': { '': '4946', a: '4941', s: '4912' },
  'BE>BE': { '': '4961', a: '4960', s: '4963', sa: '4962' },
};
const PICKUP: Readonly<Record<string, string>> = { 'NL>NL': '3533', 'NL>BE': '4936', 'BE>BE': '4880' };
/** Destinations of Parcels EU in PostNL's product list, without the Netherlands and Belgium that have products of their own. */
const PARCELS_EU = new Set('AT BG HR CY DK EE FI FR DE SI GR HU IE IT LV LT LU MT CZ PL PT RO SK ES SE'.split(' '));

const product = (code: string, ...options: [characteristic: string, option: string][]): ProductChoice => ({ kind: 'product', product: code, options: options.map(([characteristic, option]) => ({ characteristic, option })) });
const refused = (reason: string): ProductChoice => ({ kind: 'refused', reason });

/** Chooses the product and options for a parcel by the table above; what PostNL has no product for, or Spil does not offer, is refused with the reason. */
export function chooseProduct(asked: z.input<typeof ProductQuestion>): ProductChoice {
  const question = ProductQuestion.parse(asked);
  const { delivery, from, country, packaging, ageCheck, evening } = question;
  const lane = `${from}>${country}`;
  const wishes = `${question.signature ? 's' : ''}${question.statedAddressOnly ? 'a' : ''}${question.returnWhenNotHome ? 'r' : ''}` as Wishes;
  const extras = wishes !== '' || ageCheck || evening;

  if (delivery === 'return') {
    if (lane !== 'NL>NL') return refused('PostNL returns to a reply number are possible within the Netherlands only.');
    return extras || packaging === 'mailbox' ? refused('A return label has no delivery options.') : product('2285', ['152', '027']);
  }
  if (packaging === 'mailbox') {
    if (lane !== 'NL>NL') return refused('PostNL delivers mailbox parcels within the Netherlands only.');
    if (delivery !== 'home') return refused('A mailbox parcel goes to the mailbox, not to a pickup point.');
    return extras ? refused('A mailbox parcel has no signature, age check, evening or other delivery options; send it as a parcel.') : product('2928');
  }
  if (delivery === 'pickup_point') {
    const code = PICKUP[lane];
    if (code === undefined) return refused(`PostNL has no pickup points in ${country} for parcels from ${from}.`);
    if (question.statedAddressOnly || question.returnWhenNotHome || evening) return refused('Delivery to a pickup point cannot be combined with wishes for the door.');
    if (!ageCheck) return product(code);
    return lane === 'NL>NL' ? product('3571', ['002', '014']) : refused('PostNL checks ages at pickup points in the Netherlands only.');
  }
  if (lane === 'NL>NL' || lane === 'NL>BE' || lane === 'BE>BE') {
    if ((ageCheck || evening) && lane !== 'NL>NL') return refused('PostNL offers age check and evening delivery within the Netherlands only.');
    if (ageCheck && (evening || !['', 'r'].includes(wishes))) return refused('An age check already hands the parcel over at the door with identification; it cannot be combined with signature, stated address only or evening.');
    if (ageCheck) return product(wishes === 'r' ? '3449' : '3438', ['002', '014']);
    const code = HOME[lane][wishes];
    if (code === undefined) return refused(`PostNL has no product from ${from} to ${country} with this combination of signature, stated address only and return when not home.`);
    return evening ? product(code, ['118', '006']) : product(code);
  }
  if (from !== 'NL') return refused(`Parcels from ${from} to ${country} are not offered; send them from the Netherlands.`);
  if (!PARCELS_EU.has(country)) return refused(`A parcel to ${country} leaves the European Union and needs a customs declaration, which Spil does not make; send it with another carrier by hand.`);
  if (extras) return refused(`Parcels to ${country} have no delivery options.`);
  return product('4907', ['005', '025'], ['101', question.business ? '013' : '012']);
}

/** Products that go to a pickup point and so need its address besides the receiver's. */
export const PICKUP_PRODUCTS: ReadonlySet<string> = new Set(['3533', '3534', '3543', '3544', '3571', '3574', '3581', '3584', '4936', '4880', '4878']);
/** Products for the mailbox: they need a delivery date, and each goes alone. */
export const MAILBOX_PRODUCTS: ReadonlySet<string> = new Set(['2928', '2929']);
/** Returns to a reply number. */
export const RETURN_PRODUCTS: ReadonlySet<string> = new Set(['2285']);
