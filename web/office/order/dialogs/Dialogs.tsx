/** Which dialog or drawer of an order's page is open: the address names it, and what may not be done is not there. */
import { useOrder } from '../context.ts';
import { shownIn } from '../model.ts';
import { orderRoute } from '../routes.ts';
import { Why } from '../why/Why.tsx';
import { AddProduct } from './AddProduct.tsx';
import { Address } from './Address.tsx';
import { Cancel } from './Cancel.tsx';
import { ChangeDelivery } from './ChangeDelivery.tsx';
import { Hold } from './Hold.tsx';
import { Message } from './Message.tsx';
import { Move } from './Move.tsx';
import { DECISIONS, ParcelMatter } from './ParcelMatter.tsx';
import { Quantity } from './Quantity.tsx';
import { Refund } from './Refund.tsx';
import { CancelReservation, ExtendReservation } from './Reservation.tsx';
import { Return } from './Return.tsx';
import { Tags } from './Tags.tsx';

export function Dialogs() {
  const { order, around } = useOrder();
  const shown = shownIn(orderRoute.useSearch().show);
  const may = (action: string): boolean => order.can.includes(action);
  if (shown === null) return null;
  const { what, of } = shown;
  switch (what) {
    case 'cancel': return may('cancel') ? <Cancel /> : null;
    case 'refund': return may('refund') ? <Refund /> : null;
    case 'return': return may('return') ? <Return /> : null;
    case 'hold': return may('hold') ? <Hold /> : null;
    case 'add': return may('add_lines') ? <AddProduct /> : null;
    case 'extend_reservation': return order.reservation && may(what) ? <ExtendReservation reservation={order.reservation} /> : null;
    case 'cancel_reservation': return order.reservation && may(what) ? <CancelReservation reservation={order.reservation} /> : null;
    case 'tags': return may('tag') ? <Tags /> : null;
    case 'message': return of === null ? null : <Message id={of} />;
    case 'why': return of === null ? null : <Why decision={of} />;
    case 'quantity': {
      const line = order.lines.find((one) => String(one.line) === of);
      return line && may('cancel') ? <Quantity line={line} /> : null;
    }
    // The address as it is must be there before it can be changed.
    case 'address': return around && order.deliveries.some((one) => String(one.delivery) === of && one.can.includes('change_address')) ? <Address delivery={Number(of)} /> : null;
    case 'delivery': return order.deliveries.some((one) => String(one.delivery) === of && one.can.includes('change')) ? <ChangeDelivery delivery={Number(of)} /> : null;
    case 'move': {
      const work = order.fulfilments.find(({ id }) => id === of);
      return work?.can.includes('reassign') === true ? <Move work={work} /> : null;
    }
    case 'parcel_resend': case 'parcel_refund': case 'parcel_claim': case 'parcel_close': {
      const decision = DECISIONS.find((one) => what === `parcel_${one}`);
      const parcel = order.parcels.find(({ id }) => id === of);
      return around && decision && parcel?.can.includes(decision) === true ? <ParcelMatter parcel={parcel} decision={decision} /> : null;
    }
    default: return null;
  }
}
