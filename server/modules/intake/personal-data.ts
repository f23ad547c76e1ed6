/** Where the intake keeps personal data: raw documents, snapshots and quarantined orders; how long, and how a person is taken out. */
import type { PersonalDataPlace } from '../customers/index.ts';
import { RAW_RETENTION_DAYS } from './types.ts';

/** Orders of these contacts, as the orders room lists them. */
const ORDERS = 'select o.id from orders.order o where o.contact_id = any($1)';
/** Orders in quarantine have no order here yet; the e-mail address tells whose they are. */
const MAIL = `lower(q.snapshot->'customer'->>'email') = any($1)`;

/** Nothing of who ordered stays in a snapshot; lines, amounts and the channel's version do, since the next difference is taken from them. */
const ANONYMOUS = `jsonb_set(snapshot || '{"customer": null, "billing": null, "note": null}'::jsonb, '{deliveries}', coalesce((select jsonb_agg(d || '{"address": null}'::jsonb || case when jsonb_typeof(d->'pickupPoint') = 'object' then '{"pickupPoint": null}'::jsonb else '{}'::jsonb end) from jsonb_array_elements(snapshot->'deliveries') d), '[]'::jsonb))`;

export const intakePersonalData: readonly PersonalDataPlace[] = [
  {
    table: 'intake.message', what: 'The order as the channel sent it, with names, addresses and e-mail', retention: `${RAW_RETENTION_DAYS} days, as evidence of what was received; then its text is erased`,
    erase: ({ contacts, emails }, now) => [{
      text: `update intake.message m set raw = null, erased_at = $3 where erased_at is null and (exists (select 1 from orders.order o where o.id in (${ORDERS}) and o.channel = m.channel and o.external_id = m.external_id) or exists (select 1 from unnest($2::text[]) e where strpos(lower(m.raw), e) > 0))`,
      values: [contacts, emails, now],
    }],
  },
  {
    table: 'intake.snapshot', what: "The channel's last word on an order: customer, billing and delivery addresses, note", retention: 'While the order can change; then erased on request',
    erase: ({ contacts }, now) => [{ text: `update intake.snapshot set snapshot = ${ANONYMOUS}, erased_at = $2 where erased_at is null and order_id in (${ORDERS})`, values: [contacts, now] }],
  },
  {
    table: 'intake.quarantine', what: 'An order that could not be taken, with customer and addresses', retention: 'Until it is dealt with; then erased on request',
    erase: ({ emails }, now) => [{ text: `update intake.quarantine q set snapshot = ${ANONYMOUS}, erased_at = $2 where erased_at is null and ${MAIL}`, values: [emails, now] }],
  },
];
