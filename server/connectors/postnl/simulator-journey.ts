/** The journeys of parcels in the PostNL simulator: which scans follow each other, as PostNL's observation and status codes. */

export const STEPS = ['accepted', 'sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'collected', 'refused', 'unclaimed', 'wrong_address', 'damaged', 'returned', 'lost', 'found'] as const;
export type Step = (typeof STEPS)[number];
export type Place = 'announced' | Step;

export interface Scan { event: string; description: string; status: string; statusDescription: string; phase: string; phaseDescription: string }
const PHASES: Readonly<Record<string, string>> = { 1: 'Collection', 2: 'Sorting', 3: 'Distribution', 4: 'Delivered', 99: 'Not applicable' };
const scan = (event: string, description: string, status: string, statusDescription: string, phase: string): Scan => ({ event, description, status, statusDescription, phase, phaseDescription: PHASES[phase] ?? '' });

export const SCANS: Readonly<Record<Place, Scan>> = {
  announced: scan('A01', 'Announced by the sender, not yet at PostNL', '1', 'Announced', '1'),
  accepted: scan('B01', 'Received by PostNL', '2', 'Accepted', '1'),
  sorted: scan('J01', 'Sorted', '5', 'Sorted', '2'),
  out_for_delivery: scan('J05', 'The deliverer is on the way', '7', 'Out for delivery', '3'),
  delivered: scan('I01', 'Delivered', '11', 'Delivered', '4'),
  delivered_neighbour: scan('I10', 'Delivered to a neighbour', '11', 'Delivered', '4'),
  at_pickup_point: scan('J12', 'Ready at the pickup point', '12', 'At the pickup point', '4'),
  collected: scan('I02', 'Collected at the pickup point', '22', 'Collected', '4'),
  refused: scan('H01', 'Refused at the door; goes back to the sender', '8', 'Not delivered', '3'),
  unclaimed: scan('H03', 'Not collected; goes back to the sender', '8', 'Not delivered', '3'),
  wrong_address: scan('H02', 'The address is wrong; goes back to the sender', '8', 'Not delivered', '3'),
  damaged: scan('H04', 'Damaged; goes back to the sender', '8', 'Not delivered', '3'),
  found: scan('J01', 'Sorted', '5', 'Sorted', '2'),
  returned: scan('J63', 'Return delivered to the sender', '11', 'Delivered', '4'),
  lost: scan('Y71', 'The parcel is missing', '8', 'Not delivered', '3'),
};

/** What must have been before a step, nearest first. A pickup point parcel has no door, so it goes there from the sorting centre. */
const BEFORE: Readonly<Record<Step, Place>> = {
  accepted: 'announced', sorted: 'accepted', out_for_delivery: 'sorted', delivered: 'out_for_delivery', delivered_neighbour: 'out_for_delivery',
  at_pickup_point: 'sorted', collected: 'at_pickup_point', refused: 'out_for_delivery', unclaimed: 'at_pickup_point', wrong_address: 'sorted', damaged: 'sorted', returned: 'refused', lost: 'accepted', found: 'lost',
};
const FINAL: ReadonlySet<Place> = new Set(['delivered', 'delivered_neighbour', 'collected', 'returned']);
/** On their way back to the sender, each for a reason of its own. */
const BACK: readonly Place[] = ['refused', 'unclaimed', 'wrong_address', 'damaged'];

/** The next step of a parcel left to itself; null when it has arrived. */
export function nextStep(place: Place, toPickupPoint: boolean): Step | null {
  if (FINAL.has(place) || place === 'lost') return null;
  if (place === 'announced') return 'accepted';
  if (place === 'accepted') return 'sorted';
  if (place === 'sorted' || place === 'found') return toPickupPoint ? 'at_pickup_point' : 'out_for_delivery';
  if (place === 'at_pickup_point') return 'collected';
  return BACK.includes(place) ? 'returned' : 'delivered';
}

/** The steps still to take to get somewhere, in order; null when the parcel has come to its end, or has passed that place. */
export function stepsTo(target: Step, visited: readonly Place[]): Step[] | null {
  const place = visited.at(-1) ?? 'announced';
  if (FINAL.has(place) || visited.includes(target) || (place === 'lost') !== (target === 'found')) return null;
  if (BACK.includes(place)) return target === 'returned' || target === 'lost' ? [target] : null;
  const steps: Step[] = [];
  for (let step: Place = target; step !== 'announced' && !visited.includes(step); step = BEFORE[step]) steps.unshift(step);
  return steps;
}
