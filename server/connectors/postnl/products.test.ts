/** The product table as a shipping manager would read it. */
import { describe, expect, it } from 'vitest';
import { chooseProduct } from './products.ts';

type Asked = Parameters<typeof chooseProduct>[0];
const s = { signature: true };
const a = { statedAddressOnly: true };
const r = { returnWhenNotHome: true };

const CHOSEN: [label: string, asked: Asked, product: string, options?: string[]][] = [
  ['home', { delivery: 'home', country: 'NL' }, '3085'],
  ['stated address only', { delivery: 'home', country: 'NL', ...a }, '3385'],
  ['return when not home', { delivery: 'home', country: 'NL', ...r }, '3090'],
  ['stated address, return', { delivery: 'home', country: 'NL', ...a, ...r }, '3390'],
  ['signature', { delivery: 'home', country: 'NL', ...s }, '3189'],
  ['signature, stated address', { delivery: 'home', country: 'NL', ...s, ...a }, '3089'],
  ['signature, return', { delivery: 'home', country: 'NL', ...s, ...r }, '3389'],
  ['signature, stated address, return', { delivery: 'home', country: 'NL', ...s, ...a, ...r }, '3096'],
  ['evening', { delivery: 'home', country: 'NL', evening: true }, '3085', ['118/006']],
  ['evening with signature', { delivery: 'home', country: 'NL', evening: true, ...s }, '3189', ['118/006']],
  ['age check', { delivery: 'home', country: 'NL', ageCheck: true }, '3438', ['002/014']],
  ['age check, return', { delivery: 'home', country: 'NL', ageCheck: true, ...r }, '3449', ['002/014']],
  ['mailbox', { delivery: 'home', country: 'NL', packaging: 'mailbox' }, '2928'],
  ['pickup point', { delivery: 'pickup_point', country: 'NL' }, '3533'],
  ['pickup point with signature', { delivery: 'pickup_point', country: 'NL', ...s }, '3533'],
  ['pickup point with age check', { delivery: 'pickup_point', country: 'NL', ageCheck: true }, '3571', ['002/014']],
  ['return', { delivery: 'return', country: 'NL' }, '2285', ['152/027']],
  ['to Belgium', { delivery: 'home', country: 'BE' }, '4946'],
  ['to Belgium, stated address', { delivery: 'home', country: 'BE', ...a }, '4941'],
  ['to Belgium, signature', { delivery: 'home', country: 'BE', ...s }, '4912'],
  ['to a Belgian pickup point', { delivery: 'pickup_point', country: 'BE' }, '4936'],
  ['within Belgium', { delivery: 'home', from: 'BE', country: 'BE' }, '4961'],
  ['within Belgium, signature and stated address', { delivery: 'home', from: 'BE', country: 'BE', ...s, ...a }, '4962'],
  ['within Belgium, pickup point', { delivery: 'pickup_point', from: 'BE', country: 'BE' }, '4880'],
  ['consumer in Germany', { delivery: 'home', country: 'DE' }, '4907', ['005/025', '101/012']],
  ['company in France', { delivery: 'home', country: 'FR', business: true }, '4907', ['005/025', '101/013']],
];

const REFUSED: [label: string, asked: Asked, reason: RegExp][] = [
  ['mailbox with signature', { delivery: 'home', country: 'NL', packaging: 'mailbox', ...s }, /send it as a parcel/],
  ['mailbox to Belgium', { delivery: 'home', country: 'BE', packaging: 'mailbox' }, /within the Netherlands/],
  ['mailbox to a pickup point', { delivery: 'pickup_point', country: 'NL', packaging: 'mailbox' }, /not to a pickup point/],
  ['pickup point in Germany', { delivery: 'pickup_point', country: 'DE' }, /no pickup points in DE/],
  ['pickup point, stated address', { delivery: 'pickup_point', country: 'NL', ...a }, /wishes for the door/],
  ['pickup point in Belgium with age check', { delivery: 'pickup_point', country: 'BE', ageCheck: true }, /in the Netherlands only/],
  ['age check with signature', { delivery: 'home', country: 'NL', ageCheck: true, ...s }, /cannot be combined/],
  ['evening in Belgium', { delivery: 'home', country: 'BE', evening: true }, /within the Netherlands only/],
  ['Belgium, signature and stated address', { delivery: 'home', country: 'BE', ...s, ...a }, /no product/],
  ['return from Belgium', { delivery: 'return', from: 'BE', country: 'NL' }, /within the Netherlands/],
  ['return with signature', { delivery: 'return', country: 'NL', ...s }, /no delivery options/],
  ['signature in Germany', { delivery: 'home', country: 'DE', ...s }, /no delivery options/],
  ['Switzerland', { delivery: 'home', country: 'CH' }, /customs declaration/],
  ['United Kingdom', { delivery: 'home', country: 'GB' }, /customs declaration/],
  ['Germany from Belgium', { delivery: 'home', from: 'BE', country: 'DE' }, /not offered/],
];

describe('the product', () => {
  it.each(CHOSEN)('%s', (_label, asked, product, options = []) => {
    const choice = chooseProduct(asked);
    expect(choice).toMatchObject({ kind: 'product', product });
    expect(choice.kind === 'product' && choice.options.map((option) => `${option.characteristic}/${option.option}`)).toEqual(options);
  });
});

describe('no product', () => {
  it.each(REFUSED)('%s', (_label, asked, reason) => {
    const choice = chooseProduct(asked);
    expect(choice.kind).toBe('refused');
    expect(choice.kind === 'refused' && choice.reason).toMatch(reason);
  });
});
