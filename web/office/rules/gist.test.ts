/** What the list of rules says of each rule, in both languages. */
import { describe, expect, it, vi } from 'vitest';
import { formatIn } from '../../shell/formats.ts';
import { gistOf, titleOf } from './gist.ts';

vi.stubGlobal('location', { search: '' });
vi.stubGlobal('localStorage', { getItem: () => 'en' });
vi.stubGlobal('document', { documentElement: {} });
const { useGistWords } = await import('./gist-words.ts');

const say = (kind: string, body: Record<string, unknown>): string[] => (['en', 'nl'] as const).map((language) => gistOf(kind, body, useGistWords.in(language), formatIn(language), language).replaceAll(/[\u00a0\u202f]/g, ' '));

describe('a rule comes down to', () => {
  it.each([
    ['strategy', { filters: [{ name: 'Brought to a store only by who can' }], split: 'allowed', unplaced: 'wait' }, 'Brought to a store only by who can · an order may be split · what nobody has waits for stock', 'Brought to a store only by who can · een bestelling mag gesplitst worden · wat niemand heeft, wacht op voorraad'],
    ['availability', { rules: [{ name: 'Only where more than 2 are in stock' }, { name: 'The 3 nearest stores' }] }, 'Only where more than 2 are in stock · The 3 nearest stores', 'Only where more than 2 are in stock · The 3 nearest stores'],
    ['short-reasons', { reasons: [{ code: 'damaged', label: { en: 'Damaged', nl: 'Beschadigd' } }, { code: 'own' }] }, 'Damaged, own', 'Beschadigd, own'],
    ['refund-policy', { withoutApproval: { EUR: 5000 } }, 'Customer service gives back up to €50.00 by itself', 'De klantenservice geeft tot € 50,00 zelf terug'],
    ['till-policy', { maxDiscount: 75, cashRounding: { EUR: 5 } }, 'Up to 7.5% off without asking · cash is rounded to €0.05', 'Tot 7,5% korting zonder vragen · contant wordt afgerond op € 0,05'],
    ['pickup-policy', { code: true, identification: false, homePrice: 495 }, 'The code is asked for · a pickup waits 14 days · after that the goods go back to stock and the money to the customer · sent home instead for €4.95', 'De code wordt gevraagd · een afhaalorder wacht 14 dagen · daarna gaan de spullen terug in de voorraad en het geld naar de klant · alsnog thuisbezorgd voor € 4,95'],
    ['delivery-prices', { currency: 'EUR', prices: [{ kind: 'home', countries: ['NL', 'BE'], amount: 495, freeFrom: 5000 }, { kind: 'store', amount: 0 }] }, 'Home (NL, BE) €4.95, free from €50.00 · Pickup in a store free', 'Thuis (NL, BE) € 4,95, gratis vanaf € 50,00 · Afhalen in een winkel gratis'],
    ['reservation-policy', { hours: 1, perSku: 2, shareOfStock: 50, price: 'today' }, 'Kept for 1 hour · at most 2 of a product · at most 50 per cent of what the store has · sold at the price of the day', '1 uur bewaard · hoogstens 2 van een product · hoogstens 50 procent van wat de winkel heeft · verkocht voor de prijs van de dag'],
    ['logistics-partner', { url: null, bookWithin: 0 }, 'It fetches its work · every difference of stock is asked about', 'Het haalt zelf zijn werk op · over elk voorraadverschil wordt gevraagd'],
    ['queue-deadlines', { minutes: { holds: 60 } }, '', ''],
    ['strategy', {}, '', ''],
  ])('%s: in words', (kind, body, en, nl) => expect(say(kind, body)).toEqual([en, nl]));
});

it('is called by its own name, by its channel, or by being the retailer’s own', () => {
  const words = useGistWords.in('en');
  const of = (kind: string, name: string, body: Record<string, unknown> = {}): string => titleOf(kind, name, body, words, (code) => `the ${code}`);
  expect([of('strategy', 'default', { name: 'Warehouse first' }), of('delivery-prices', 'default'), of('delivery-prices', 'web'), of('brand', 'default', { name: 'Van Dalen' }), of('till-policy', 'default'), of('strategy', 'night')]).toEqual(['Warehouse first', 'All channels', 'the web', 'Your own settings', 'Your own settings', 'night']);
});
