/** The addresses by which the office gives work to another location. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { zoneDate } from '../locations/index.ts';
import type { FloorDeps } from './commands.ts';
import { Lines, WorkParams } from './contract.ts';
import { reassign, reassignOptions } from './reassign.ts';
import type { ReassignOptions } from './reassign.ts';

const ZONE = 'Europe/Amsterdam';
const OFFICE: readonly Role[] = ['operations', 'service'];

const OptionView = z.object({
  location: z.string(), name: z.string(), kind: z.string(), current: z.boolean().describe('Where the work is now: what keeping it there costs'),
  kilometres: z.number().nullable(), available: z.record(z.string(), z.int()), covers: z.int().describe('Units it can take'), fits: z.boolean().describe('Whether it can take all of them'),
  cost: z.int(), items: z.array(z.object({ name: z.string(), amount: z.int() })), difference: z.int().nullable().describe('Against keeping it; null when it does not take all, or when it cannot be kept'),
  leavesAt: z.string().nullable().describe('By the location’s opening hours and collection'), arrivesOn: z.string().nullable().describe('Local date by the carrier’s days'), arrivesAt: z.string().nullable().describe('When it is with the customer, or ready in the store'), late: z.boolean().describe('There after what was promised'),
  breaks: z.object({ rule: z.string(), reason: z.string() }).nullable().describe('The rule of the strategy that this choice goes against; it then needs a reason'),
});
const OptionsView = z.object({
  fulfilment: WireId, location: z.string(), currency: z.string(), promisedBy: z.string().nullable(), wanted: z.int().describe('Units that would move'), picked: z.int().describe('Of them picked already: they would be put back'),
  options: z.array(OptionView), without: z.int().describe('Open locations that have none of it'),
});

const Part = z.string().regex(/^[1-9]\d{0,5}:[1-9]\d{0,6}(,[1-9]\d{0,5}:[1-9]\d{0,6})*$/, 'line:quantity pairs such as 1:2,3:1').transform((text) => text.split(',').map((pair) => { const [line, quantity] = pair.split(':').map(Number); return { line: line ?? 0, quantity: quantity ?? 0 }; }));

function presentOptions(found: ReassignOptions): z.infer<typeof OptionsView> {
  const { work, delivery, options, ...rest } = found;
  const keep = options.find(({ location }) => location === work.location);
  return {
    fulfilment: wire('fulfilment', work.fulfilment), location: work.location, promisedBy: delivery.promisedBy, ...rest,
    options: options.map(({ shipsAt, arrivesAt, wanted, ...option }) => ({
      ...option, available: { ...option.available }, current: option.location === work.location, fits: option.covers === wanted,
      difference: keep && option.covers === wanted && keep.covers === wanted ? option.cost - keep.cost : null,
      leavesAt: shipsAt, arrivesOn: arrivesAt === null ? null : zoneDate(arrivesAt, ZONE), arrivesAt, late: delivery.promisedBy !== null && arrivesAt !== null && Date.parse(arrivesAt) > Date.parse(delivery.promisedBy),
    })),
  };
}

export function reassignRoutes(deps: FloorDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/fulfilments/{fulfilment}/options', operation: 'listReassignOptions', tag: 'Orders', summary: 'Who else could take this work, what each would cost and when it would arrive',
      description: 'Priced by the strategy that applies, by the same functions as planning. A location that a rule would have dropped is there too, with the rule and the reason.',
      access: OFFICE, params: WorkParams, query: z.object({ lines: Part.optional().describe('A part of the work as line:quantity pairs, e.g. 1:2,3:1; left out: all of it') }),
      answers: { 200: { description: 'The options, those that can take most first, then the cheapest', schema: OptionsView }, 404: { description: 'No such work', schema: Problem }, 409: { description: 'It cannot be moved any more', schema: Problem }, 422: { description: 'More than there is', schema: Problem } },
      handle: async ({ params, query, actor, context }) => ok(presentOptions(await reassignOptions(deps, actor, params.fulfilment, { lines: query.lines ?? null, putBack: true }, context.now))),
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/reassign', operation: 'reassignWork', tag: 'Orders', summary: 'Give work, or a part of it, to another location by hand',
      description: 'The reservation moves in one transaction; the new work order names the old one as its parent, and the decision keeps who chose it and why.',
      access: OFFICE, params: WorkParams,
      body: z.strictObject({
        location: z.string().min(1).max(63), lines: Lines.nullable().default(null).describe('A part of the work; null moves all of it'),
        reason: z.string().trim().min(3).max(500).nullable().default(null).describe('Why; needed where the choice goes against a rule'),
        putBack: z.boolean().default(false).describe('Also move what is picked already: the location puts it back'),
      }),
      answers: { 200: { description: 'The order as it is now, and the new work', schema: z.object({ order: OrderView, created: z.array(WireId) }) }, 404: { description: 'No such work', schema: Problem }, 409: { description: 'It cannot be done now', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } },
      handle: async ({ params, body, context, actor }) => ok((await reassign(deps, context, params.fulfilment, body, (stream, created) => ({ order: presentOrder(stream, actor), created: created.map((id) => wire('fulfilment', id)) }))).answer),
    }),
  ];
}
