/** The checkout of the sandbox asks Spil, as a shop would, how a basket can come to its customer; and what was chosen becomes the deliveries of an order. */
import type { z } from 'zod';
import { kernelProblems } from '../../kernel/problem.ts';
import type { Refusal } from '../../kernel/problem.ts';
import type { OptionsView } from '../../modules/sourcing/index.ts';
import type { Going } from '../../simulation/baskets.ts';
import type { BasketLine } from '../../simulation/shoppers.ts';
import { keySecretOf } from '../../simulation/credentials.ts';
import type { Choice } from './contract.ts';
import { refusalOf } from './refusal.ts';
import type { Refused } from './refusal.ts';

type Options = z.output<typeof OptionsView>;
interface Asked { secret: string; url: string }
interface Line { sku: string; quantity: number; price?: number }

/** Spil's answer for a channel; its refusals are handed on with their own sentence. */
export async function optionsIn({ secret, url }: Asked, channel: string, lines: readonly Line[], postalCode: string | null): Promise<Options> {
  const answer = await fetch(`${url}/delivery-options`, {
    method: 'POST', headers: { authorization: `Bearer ${keySecretOf(secret, 'demo api')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, lines, to: { country: 'NL', ...(postalCode === null || postalCode === '' ? {} : { postalCode }) }, stores: 5, points: 3 }),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw refusalOf(body as Refused, answer.status);
  return body as Options;
}

const gone = (): Refusal => kernelProblems.invalid({ detail: 'This is no longer offered. Look at the options again and choose another.', field: 'choice' });

/** The deliveries of a choice with what they were promised and cost, asked again at this moment: what somebody else bought meanwhile is not sold twice. */
export async function chosen(asked: Asked, choice: Choice, basket: readonly BasketLine[], postalCode: string): Promise<{ going: Going[]; shipping: number }> {
  const options = await optionsIn(asked, 'api', basket.map(({ variant, quantity }) => ({ sku: variant.sku, quantity, price: variant.cents })), postalCode);
  const all = basket.map((_, index) => index);
  switch (choice.kind) {
    case 'home': {
      const option = options.home.find(({ service, complete }) => service === choice.service && complete);
      if (!option) throw gone();
      return { shipping: option.price, going: [{ kind: 'ship', location: null, lines: all, promisedBy: option.promisedBy, ...(choice.service === 'express' ? { express: true as const } : {}) }] };
    }
    case 'store': {
      const option = options.stores.find(({ location }) => location === choice.store);
      if (!option) throw gone();
      return { shipping: option.price, going: [{ kind: 'pickup', location: choice.store, lines: all, promisedBy: option.promisedBy }] };
    }
    case 'pickup_point': {
      const option = options.pickupPoints.find(({ point, complete }) => point.carrier === choice.carrier && point.id === choice.id && complete);
      if (!option) throw gone();
      const { carrier, id, network, address } = option.point;
      return { shipping: option.price, going: [{ kind: 'pickup_point', location: null, lines: all, promisedBy: option.promisedBy, pickupPoint: { carrier, id, network, address } }] };
    }
    case 'mixed': {
      const option = options.mixed.find(({ store }) => store.location === choice.store);
      if (!option) throw gone();
      const of = (lines: readonly { line: number }[]): number[] => lines.map(({ line }) => line - 1);
      return {
        shipping: option.price,
        going: [{ kind: 'pickup', location: choice.store, lines: of(option.store.lines), promisedBy: option.store.promisedBy }, { kind: 'ship', location: null, lines: of(option.home.lines), promisedBy: option.home.promisedBy }],
      };
    }
    default: return choice satisfies never;
  }
}
