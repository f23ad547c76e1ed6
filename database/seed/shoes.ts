/** What Van Dalen sells: twenty models in three colours each, in women's, men's or all sizes, and some accessories. Brands and models are invented. */
import { checkDigit } from '../../server/kernel/gtin.ts';
import { shoePicture } from './pictures.ts';
import type { Colours, Silhouette } from './pictures.ts';

const SIZES = { dames: [36, 37, 38, 39, 40, 41, 42], heren: [40, 41, 42, 43, 44, 45, 46], uniseks: [36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46] } as const;
export type Group = keyof typeof SIZES;

const PALETTE: Readonly<Record<string, Colours & { name: string }>> = {
  zwart: { name: 'zwart', main: '#2b2b30', accent: '#4a4a52', sole: '#17171a', background: '#f1efec' },
  cognac: { name: 'cognac', main: '#a8642f', accent: '#7d4520', sole: '#3b2618', background: '#f6efe6' },
  wit: { name: 'wit', main: '#f4f3ef', accent: '#c9ced6', sole: '#b9a98c', background: '#dfe5ea' },
  marine: { name: 'marine', main: '#27395f', accent: '#8fa3cc', sole: '#cdc8bc', background: '#edf1f6' },
  olijf: { name: 'olijf', main: '#66703f', accent: '#3f472a', sole: '#bfb08e', background: '#f1f2e8' },
  rood: { name: 'rood', main: '#b3262f', accent: '#7c151d', sole: '#26191a', background: '#f8ecea' },
  zand: { name: 'zand', main: '#d3b98c', accent: '#a98d60', sole: '#7a6647', background: '#f7f3ea' },
  grijs: { name: 'grijs', main: '#868c94', accent: '#5d636b', sole: '#c3c4c5', background: '#eef0f1' },
  roze: { name: 'roze', main: '#e2a0ad', accent: '#b96478', sole: '#c9ada9', background: '#fbf1f2' },
  groen: { name: 'groen', main: '#1f6b52', accent: '#d6e34c', sole: '#c9cfc2', background: '#ebf4f0' },
};

type Model = readonly [name: string, what: string, brand: string, silhouette: Silhouette, group: Group, cents: number, grams: number, colours: readonly string[]];

const MODELS: readonly Model[] = [
  ['Linde', 'veterlaars', 'Rietlander', 'boot', 'dames', 12995, 1050, ['zwart', 'cognac', 'olijf']],
  ['Saar', 'enkellaars', 'Tante Fien', 'chelsea', 'dames', 11995, 920, ['zwart', 'zand', 'rood']],
  ['Hille', 'hoge laars', 'Rietlander', 'tall_boot', 'dames', 17995, 1450, ['zwart', 'cognac', 'grijs']],
  ['Merel', 'pump', 'Zilverduin', 'pump', 'dames', 8995, 640, ['zwart', 'rood', 'marine']],
  ['Fenna', 'ballerina', 'Tante Fien', 'ballerina', 'dames', 6995, 480, ['zwart', 'roze', 'zand']],
  ['Duin', 'sandaal', 'Zilverduin', 'sandal', 'dames', 7495, 560, ['cognac', 'wit', 'roze']],
  ['Jet', 'sneaker', 'Kade Negen', 'sneaker', 'dames', 9995, 760, ['wit', 'roze', 'groen']],
  ['Noor', 'loafer', 'Zilverduin', 'loafer', 'dames', 10495, 690, ['zwart', 'cognac', 'rood']],
  ['Bart', 'derby', 'Maas & Moer', 'derby', 'heren', 13995, 1080, ['zwart', 'cognac', 'marine']],
  ['Gijs', 'chelseaboot', 'Maas & Moer', 'chelsea', 'heren', 14995, 1200, ['zwart', 'cognac', 'zand']],
  ['Stoere Harm', 'veterboot', 'Rietlander', 'boot', 'heren', 15995, 1420, ['zwart', 'olijf', 'cognac']],
  ['Rover', 'sneaker', 'Kade Negen', 'sneaker', 'heren', 10995, 960, ['wit', 'marine', 'grijs']],
  ['Teun', 'loafer', 'Maas & Moer', 'loafer', 'heren', 11995, 880, ['zwart', 'cognac', 'marine']],
  ['Wad', 'sandaal', 'Rietlander', 'sandal', 'heren', 7995, 780, ['zwart', 'zand', 'olijf']],
  ['Klaas', 'nette veterschoen', 'Maas & Moer', 'derby', 'heren', 16995, 1010, ['zwart', 'cognac', 'rood']],
  ['Tempo', 'hardloopschoen', 'Wolkenwerf', 'runner', 'uniseks', 13995, 610, ['groen', 'marine', 'wit']],
  ['Sprint', 'hardloopschoen', 'Wolkenwerf', 'runner', 'uniseks', 15995, 570, ['rood', 'zwart', 'grijs']],
  ['Stadsloper', 'sneaker', 'Kade Negen', 'sneaker', 'uniseks', 8995, 850, ['wit', 'zwart', 'olijf']],
  ['Klinker', 'wandelschoen', 'Klinkerpad', 'boot', 'uniseks', 14995, 1260, ['olijf', 'grijs', 'cognac']],
  ['Polder', 'regenlaars', 'Klinkerpad', 'tall_boot', 'uniseks', 5995, 1580, ['groen', 'marine', 'rood']],
];

const KINDS: Readonly<Record<Silhouette, string>> = { sneaker: 'sneakers', runner: 'sport', boot: 'laarzen', chelsea: 'laarzen', tall_boot: 'laarzen', loafer: 'instappers', derby: 'nette-schoenen', pump: 'pumps', ballerina: 'ballerinas', sandal: 'sandalen', accessory: 'accessoires' };

export interface SeedProduct { code: string; name: string; brand: string; description: string; picture: string; tags: string[]; attributes: Record<string, string> }
export interface SeedVariant {
  sku: string; product: string; name: string; kind: 'goods' | 'service' | 'gift_card'; options: Record<string, string>; weightGrams: number; vatClass: string; tags: string[];
  gtin: string | null; cents: number; outletCents: number | null; components: { sku: string; quantity: number }[];
  /** How much it is in demand, 0 to 1: the middle sizes go fastest. */
  demand: number; group: Group | null; size: number | null;
}

/** A GTIN-13 of the range for use inside a company (GS1 prefix 200 to 299), with its check digit. */
export function ownGtin(serial: number): string {
  const digits = `20${String(serial).padStart(10, '0')}`;
  return `${digits}${checkDigit(digits)}`;
}

/** Thirty per cent off, down to the next whole euro less five cents: 129.95 → 89.95. */
const outletPrice = (cents: number): number => Math.floor((cents * 7) / 1000) * 100 - 5;

interface Small { sku: string; name: string; cents: number; grams: number; kind?: SeedVariant['kind']; vatClass?: string; components?: SeedVariant['components'] }
const SMALL: readonly Small[] = [
  { sku: 'schoencreme-zwart', name: 'Schoencrème zwart 50 ml', cents: 795, grams: 90 },
  { sku: 'schoencreme-neutraal', name: 'Schoencrème neutraal 50 ml', cents: 795, grams: 90 },
  { sku: 'poetsborstel', name: 'Poetsborstel paardenhaar', cents: 995, grams: 140 },
  { sku: 'veters-zwart-90', name: 'Veters zwart 90 cm', cents: 395, grams: 20 },
  { sku: 'veters-wit-120', name: 'Veters wit 120 cm', cents: 395, grams: 22 },
  { sku: 'inlegzool-wol', name: 'Inlegzool wol, op maat te knippen', cents: 1295, grams: 70 },
  { sku: 'impregneerspray', name: 'Impregneerspray 300 ml', cents: 1495, grams: 330 },
  { sku: 'onderhoudsset', name: 'Onderhoudsset: crème, borstel en spray', cents: 2795, grams: 560, components: [{ sku: 'schoencreme-neutraal', quantity: 1 }, { sku: 'poetsborstel', quantity: 1 }, { sku: 'impregneerspray', quantity: 1 }] },
  { sku: 'cadeauverpakking', name: 'Cadeauverpakking', cents: 350, grams: 0, kind: 'service' },
  { sku: 'zolen-vervangen', name: 'Zolen en hakken vervangen', cents: 3495, grams: 0, kind: 'service', vatClass: 'reduced' },
  { sku: 'cadeaubon-25', name: 'Cadeaubon € 25', cents: 2500, grams: 0, kind: 'gift_card', vatClass: 'zero' },
  { sku: 'cadeaubon-50', name: 'Cadeaubon € 50', cents: 5000, grams: 0, kind: 'gift_card', vatClass: 'zero' },
];

const slug = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function shoes(): { products: SeedProduct[]; variants: SeedVariant[] } {
  const products: SeedProduct[] = [];
  const variants: SeedVariant[] = [];
  for (const [index, [name, what, brand, silhouette, group, cents, grams, colours]] of MODELS.entries()) {
    for (const [shade, colour] of colours.entries()) {
      const colouring = PALETTE[colour];
      if (!colouring) throw new Error(`there is no colour ${colour}`);
      const product = `${slug(name)}-${colour}`;
      products.push({
        code: product, name: `${name} ${what} ${colour}`, brand, picture: shoePicture(silhouette, colouring), tags: [group, KINDS[silhouette]], attributes: { kleur: colour, model: name },
        description: `${name} is een ${what} van ${brand}, in ${colour}. Maat ${SIZES[group][0]} tot en met ${SIZES[group].at(-1) ?? ''}.`,
      });
      const middle = (SIZES[group].length - 1) / 2;
      for (const [step, size] of SIZES[group].entries()) {
        variants.push({
          sku: `${product}-${size}`, product, name: `${name} ${what} ${colour} maat ${size}`, kind: 'goods', options: { maat: String(size), kleur: colour }, weightGrams: grams + (size - 40) * 20, vatClass: 'standard',
          tags: [group, KINDS[silhouette]], gtin: ownGtin(100_000 + index * 1000 + shade * 100 + size), cents, outletCents: outletPrice(cents), components: [], demand: 1 - Math.abs(step - middle) / (middle + 1.5), group, size,
        });
      }
    }
  }
  return { products, variants };
}

function accessories(): { products: SeedProduct[]; variants: SeedVariant[] } {
  const colouring = PALETTE['zand'];
  if (!colouring) throw new Error('there is no colour zand');
  return {
    products: SMALL.map(({ sku, name }) => ({ code: sku, name, brand: 'Van Dalen', description: `${name}.`, picture: shoePicture('accessory', colouring), tags: ['accessoires'], attributes: {} })),
    variants: SMALL.map(({ sku, name, cents, grams, kind = 'goods', vatClass = 'standard', components = [] }, index) => ({
      sku, product: sku, name, kind, options: {}, weightGrams: grams, vatClass, tags: ['accessoires'], gtin: kind === 'service' ? null : ownGtin(900_000 + index), cents, outletCents: null, components, demand: 1, group: null, size: null,
    })),
  };
}

/** The whole range: 60 shoes in 480 sizes, and 12 accessories and services. */
export function range(): { products: SeedProduct[]; variants: SeedVariant[] } {
  const [pairs, small] = [shoes(), accessories()];
  return { products: [...pairs.products, ...small.products], variants: [...pairs.variants, ...small.variants] };
}
