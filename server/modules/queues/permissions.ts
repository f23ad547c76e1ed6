/** Pure: who sees which queue, and what may be done with one of its items; the button and the server obey the same rule. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';
import type { QueueName } from './sources.ts';

interface Rule {
  /** Roles that see the queue. */
  see: readonly Role[];
  /** Roles that decide, and what. */
  work: readonly Role[];
  actions: readonly string[];
  /** Of these, what may be done to many at once: the others need a look at each. */
  many: readonly string[];
}

export const RULES: Readonly<Record<QueueName, Rule>> = {
  holds: { see: ['service', 'operations', 'finance'], work: ['service', 'operations', 'finance'], actions: ['release'], many: ['release'] },
  quarantine: { see: ['service', 'operations', 'finance'], work: ['service', 'operations', 'finance'], actions: ['release', 'repair', 'reject'], many: [] },
  conflicts: { see: ['service', 'operations', 'finance'], work: ['service', 'operations', 'finance'], actions: ['resolve'], many: [] },
  refund_requests: { see: ['service', 'operations', 'finance'], work: ['finance'], actions: ['approve', 'decline'], many: ['approve', 'decline'] },
  payment_tasks: { see: ['finance'], work: ['finance'], actions: ['done'], many: ['done'] },
  parcels: { see: ['service', 'operations'], work: ['service', 'operations'], actions: ['resend', 'refund', 'claim', 'close'], many: ['resend', 'refund', 'claim', 'close'] },
  store_tasks: { see: ['operations'], work: ['operations'], actions: ['done'], many: ['done'] },
  partner_tasks: { see: ['operations', 'service'], work: ['operations', 'service'], actions: ['done'], many: ['done'] },
  partner_differences: { see: ['operations', 'finance'], work: ['operations'], actions: ['book'], many: ['book'] },
  erp_differences: { see: ['operations', 'finance'], work: ['operations'], actions: ['book'], many: ['book'] },
  erp_documents: { see: ['operations', 'finance'], work: ['operations', 'finance'], actions: ['resend', 'settle'], many: ['resend', 'settle'] },
  messages: { see: ['service', 'operations'], work: ['service', 'operations'], actions: ['retry'], many: ['retry'] },
  dead_letters: { see: ['operations'], work: ['operations'], actions: ['retry', 'dismiss'], many: ['retry', 'dismiss'] },
  // It cannot be let go: it is due until it is done.
  due_work: { see: ['operations'], work: ['operations'], actions: ['retry'], many: ['retry'] },
};

const is = (actor: Actor, roles: readonly string[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

/** A queue is of the whole company: an account of some locations has its tasks in the store's own list. */
export const sees = (actor: Actor, queue: QueueName): boolean => actor.locations === 'all' && is(actor, RULES[queue].see);
export const works = (actor: Actor, queue: QueueName): boolean => sees(actor, queue) && is(actor, RULES[queue].work);

/** What may be done with an item now. `owner`: the team that a hold belongs to; `askedBy`: who asked for a refund; `reason`: what is the matter. */
export function itemActions(actor: Actor, queue: QueueName, { owner, askedBy, reason }: { owner: string | null; askedBy: string | null; reason: string | null }): string[] {
  if (!sees(actor, queue)) return [];
  const actions = !is(actor, RULES[queue].work) || (queue === 'holds' && owner !== null && owner !== 'channel' && !is(actor, [owner])) ? [] : RULES[queue].actions;
  // What was taken along though cancelled is looked after outside. Who has the parcel after all needs neither another one nor the money.
  const settled = queue === 'parcels' && (reason === 'delivered_after_all' || reason === 'taken_along');
  return ['assign', ...actions.filter((action) => !(action === 'approve' && askedBy === actor.id) && !(settled && action !== 'close'))];
}

/** What may be done to several items at once. */
export const bulkActions = (actor: Actor, queue: QueueName): string[] => (works(actor, queue) ? [...RULES[queue].many] : []);
