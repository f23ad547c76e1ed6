/** Links of customers: made for an order, checked against the day and the version, withdrawn by service or with the customer's data. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { PersonalDataPlace } from '../customers/index.ts';
import { sendAfter } from '../documents/index.ts';
import { orderStream } from '../orders/index.ts';
import { dayOf, endOf, readLink, signLink } from './token.ts';

/** How long a link works, in days: longer than a return takes, shorter than a mailbox is kept. */
export const LINK_DAYS = 180;

export interface LinkDeps {
  database: Database;
  /** Signs the links; derived from the installation's. */
  secret: string;
  /** Where people reach Spil, without a slash at the end. */
  url: string;
}

async function versionOf(database: Queryable, order: Uuid): Promise<number> {
  const [row] = await database.query<{ version: number }>('select version from selfservice.link where order_id = $1', [order]);
  return row?.version ?? 0;
}

export interface CustomerLink { token: string; url: string; expiresAt: Instant }

/** The link to an order's page; the same for the same moment, so that a message can be made again. It works for half a year from `from`. */
export async function linkTo({ database, secret, url }: LinkDeps, order: Uuid, from: Instant): Promise<CustomerLink> {
  const lastDay = dayOf(later(from, LINK_DAYS * 86_400_000));
  const token = signLink(secret, { order, lastDay, version: (await versionOf(database, order)) % 65_536 });
  return { token, url: `${url.replace(/\/+$/, '')}/track/${token}`, expiresAt: endOf(lastDay) };
}

/** The order that a link still opens; null for one that was never made, has run out, or was withdrawn. */
export async function orderOfLink({ database, secret }: Pick<LinkDeps, 'database' | 'secret'>, token: string, now: Instant): Promise<Uuid | null> {
  const claim = readLink(secret, token);
  if (claim === null || dayOf(now) > claim.lastDay) return null;
  return (await versionOf(database, claim.order)) % 65_536 === claim.version ? claim.order : null;
}

const REVOKE = `insert into selfservice.link as l (order_id, version, revoked_at, revoked_by) %ORDERS% on conflict (order_id) do update set version = l.version + 1, revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by`;

/** Withdraws every link of an order that was ever sent; new ones work again. Refuses an order that is not there. */
export const revokeLinks = (database: Database, context: CommandContext, order: Uuid): Promise<Outcome<{ revokedAt: Instant }>> => execute(database, context, async (change) => {
  const stream = await orderStream(database, order);
  sendAfter(change, 'revoke links', { text: REVOKE.replace('%ORDERS%', 'values ($1, 1, $2, $3)'), values: [stream.id, context.now, context.actor.name] });
  return { status: 200, answer: { revokedAt: context.now } };
});

/** With a person's data their links go: whoever still has an old mail sees nothing any more. */
export const selfservicePersonalData: readonly PersonalDataPlace[] = [{
  table: 'selfservice.link', what: 'Which links to the page of an order were withdrawn; no data of a person, but what would lead to it', retention: 'With the order',
  erase: ({ contacts }, now) => [{ text: REVOKE.replace('%ORDERS%', `select o.id, 1, $2::timestamptz, 'erasure' from orders.order o where o.contact_id = any($1)`), values: [contacts, now] }],
}];
