/** Customers of the demo: invented people at invented house numbers in Dutch towns, and what they put in their baskets. */
import { range } from '../../database/seed/shoes.ts';
import type { SeedVariant } from '../../database/seed/shoes.ts';
import type { Chance } from './chance.ts';

const FIRST = ['Sanne', 'Daan', 'Emma', 'Bram', 'Fatima', 'Sem', 'Lotte', 'Thijs', 'Yara', 'Ruben', 'Noor', 'Jesse', 'Mila', 'Youssef', 'Eva', 'Lars', 'Aylin', 'Pieter', 'Roos', 'Mees', 'Anouk', 'Hugo', 'Ines', 'Willem'] as const;
const LAST = ['de Boer', 'Visser', 'Bakker', 'Yilmaz', 'Mulder', 'van den Berg', 'Hendriks', 'Dekker', 'Dijkstra', 'El Amrani', 'Vermeulen', 'Schouten', 'Kuipers', 'van Beek', 'Postma', 'Willems', 'Kaya', 'Maas', 'Timmer', 'Hoekstra', 'Bos', 'van Vliet', 'Prins', 'Jacobs'] as const;
const STREETS = ['Dorpsstraat', 'Kerkweg', 'Molenlaan', 'Parallelweg', 'Lindelaan', 'Schoolstraat', 'Beukenhof', 'Stationsplein', 'Julianastraat', 'Havenkade', 'Wilgenpad', 'Marktveld'] as const;
/** Town and the four digits of a postcode in it. */
const TOWNS = [
  ['Amsterdam', '1053'], ['Amsterdam', '1098'], ['Haarlem', '2023'], ['Leiden', '2316'], ['Den Haag', '2563'], ['Delft', '2613'], ['Rotterdam', '3022'], ['Rotterdam', '3061'], ['Dordrecht', '3314'], ['Utrecht', '3515'], ['Utrecht', '3582'], ['Zeist', '3705'],
  ['Amersfoort', '3814'], ['Breda', '4818'], ['Tilburg', '5021'], ['Den Bosch', '5223'], ['Eindhoven', '5616'], ['Eindhoven', '5654'], ['Venlo', '5915'], ['Maastricht', '6221'], ['Nijmegen', '6535'], ['Arnhem', '6824'], ['Deventer', '7415'], ['Enschede', '7523'], ['Zwolle', '8022'], ['Leeuwarden', '8921'], ['Groningen', '9724'],
] as const;

export interface Shopper { first: string; last: string; name: string; email: string; phone: string; language: 'nl' | 'en'; street: string; houseNumber: string; postalCode: string; city: string }

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]+/g, '');

/** A customer; the same few hundred people come back, each always to the same address. */
export function shopperOf(chance: Chance): Shopper {
  const [firstAt, lastAt] = [chance.whole(0, FIRST.length - 1), chance.whole(0, LAST.length - 1)];
  const [first, last] = [FIRST[firstAt] ?? FIRST[0], LAST[lastAt] ?? LAST[0]];
  const who = firstAt * LAST.length + lastAt;
  const [city, digits] = TOWNS[who % TOWNS.length] ?? TOWNS[0];
  return {
    first, last, name: `${first} ${last}`, email: `${plain(first)}.${plain(last)}@post.example`, phone: `+316${String(10_000_000 + who * 137)}`, language: who % 11 === 0 ? 'en' : 'nl',
    street: STREETS[who % STREETS.length] ?? STREETS[0], houseNumber: String(1 + (who * 7) % 180), postalCode: `${digits} ${'ABCDEGHJKL'.charAt(who % 10)}${'NPRSTVXZ'.charAt(who % 8)}`, city,
  };
}

export interface BasketLine { variant: SeedVariant; quantity: number }

/** Goods that a parcel can hold; bundles and services are sold by people, not by the robots' shops. */
export const isGoods = ({ kind, components }: SeedVariant): boolean => kind === 'goods' && components.length === 0;

/** Everything the robots buy: shoes, and now and then something to keep them clean. */
export const ASSORTMENT: readonly SeedVariant[] = range().variants.filter((variant) => isGoods(variant) && variant.vatClass === 'standard');

/** One to four products, mostly one or two, the middle sizes most; a second pair is sometimes the same shoe. */
export function basketOf(chance: Chance, from: readonly SeedVariant[] = ASSORTMENT): BasketLine[] {
  const wanted = chance.weighed([1, 2, 3, 4], (n) => [0, 60, 25, 10, 5][n] ?? 0);
  const lines = new Map<string, BasketLine>();
  for (let n = 0; n < wanted; n += 1) {
    const variant = chance.weighed(from, ({ demand, group }) => 0.05 + demand * (group === null ? 0.6 : 1));
    lines.set(variant.sku, { variant, quantity: chance.permille(variant.group === null ? 250 : 60) ? 2 : 1 });
  }
  return [...lines.values()];
}
