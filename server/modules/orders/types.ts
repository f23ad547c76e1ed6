/** The nouns of an order and the events that make it; no personal data, only the ids of contact versions. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import type { TaxAmount } from '../channels/index.ts';

export interface Sold { subtotal: Minor; discount: Minor; taxes: TaxAmount[]; total: Minor }

export interface OrderLine extends Sold {
  line: number;
  /** The channel's id of the line. */
  ref: string;
  sku: string | null;
  gtin: string | null;
  name: string;
  kind: 'goods' | 'service' | 'digital' | 'gift_card' | 'deposit';
  quantity: number;
  unitPrice: Minor;
  delivery: number;
  bundle: string | null;
  weightGrams: number;
  tags: string[];
  properties: Record<string, string>;
  /** Set on a replacement or a line added later. */
  added?: 'replacement' | 'exchange' | 'edit';
}

export interface OrderDelivery {
  delivery: number;
  ref: string;
  kind: 'ship' | 'pickup' | 'pickup_point' | 'carry_out' | 'digital';
  /** Contact version with the address; null where there is none. */
  contact: Uuid | null;
  country: string;
  /** Rounded to two decimals (about a kilometre): enough to plan with, not enough to find a house. */
  coordinates: { latitude: number; longitude: number } | null;
  location: string | null;
  /** `contact`: the contact version that keeps the point's whole address. */
  pickupPoint: { carrier: string; id: string; network: string | null; contact?: Uuid } | null;
  method: string | null;
  /** When it is to be with the customer, or ready in the store: as it was promised with the order, and then as it was changed. */
  promisedBy: Instant | null;
  /** The delivery that it was split off from, as that had left in part. */
  splitFrom?: number;
  /** The customer chose this very day. */
  express?: true;
  /** As it was promised first; known in the state of an order, not in its events. */
  promisedFirst?: Instant | null;
}

export interface OrderCharge extends Sold {
  ref: string;
  /** `goodwill`: money given by hand, below nothing. */
  kind: 'shipping' | 'fee' | 'surcharge' | 'tip' | 'adjustment' | 'rounding' | 'goodwill';
  name: string;
  delivery: number | null;
}

/** Who may release a hold, and what it is for. A hold stops the release to the shop floor, nothing else. */
export interface Hold { hold: Uuid; reason: string; owner: string; note: string | null; placedAt: Instant; /** The line it is about, where it is about one. */ line?: number }

export interface OrderPlaced {
  number: string; channel: string; externalId: string | null; externalNumber: string | null; placedAt: Instant; test: boolean;
  currency: string; pricesIncludeTax: boolean; customer: Uuid | null; contact: Uuid | null; language: string | null;
  lines: OrderLine[]; deliveries: OrderDelivery[]; charges: OrderCharge[]; tags: string[];
  /** True when work on it was done before Spil knew it: no mails, no captures for what happened then. */
  opening: boolean;
  /** Where it was rung up, of an order that is a receipt of a till. */
  sale?: SoldAt;
  /** It is a reservation: goods kept at one store until a moment, of which nothing is owed. */
  reservation?: ReservedAt;
}

/** Until when a reservation holds, and when its customer is reminded of it. */
export interface ReservationTerms { until: Instant; remindAt: Instant | null }
export interface ReservedAt extends ReservationTerms { location: string }

/** The till that sold it. The cashier is a number or initials of the retailer's own, never a name. */
export interface SoldAt { location: string; till: string | null; cashier: string | null }
/** Units that wait for an expected receipt. `expectedOn`: its local day; `arrivesAt`: when they are with the customer then, or ready in the store. */
export interface WaitsFor { line: number; delivery: number; quantity: number; receipt: Uuid; reference: string; location: string; expectedOn: string; arrivesAt: Instant | null; /** That day is gone, and it has not come. */ overdue?: true; /** It waits for this one instead of another that did not come on its day. */ instead?: true }

/** What becomes of a change that is not paid in time: a delivery goes again where it went, lines that were added are cancelled; `charges` were asked for it and come off. */
export type Undo =
  | { kind: 'delivery'; delivery: number; back: { location: string } | Pick<OrderDelivery, 'contact' | 'country' | 'coordinates'>; charges: string[] }
  | { kind: 'lines'; lines: number[]; charges: string[] };

export type CancelReason = 'customer' | 'nowhere_in_stock' | 'fraud' | 'payment' | 'channel' | 'mistake' | 'not_collected' | 'expired' | 'not_bought';

export interface OrderEvents {
  OrderPlaced: OrderPlaced;
  HoldPlaced: Hold;
  HoldReleased: { hold: Uuid; reason: string };
  LinesAdded: { lines: OrderLine[]; charges: OrderCharge[] };
  ItemsCancelled: { lines: { line: number; delivery: number; quantity: number }[]; charges: { ref: string; amount: Minor }[]; reason: CancelReason; note: string | null; /** Plans that found nobody for these. */ decisions?: Uuid[] };
  /**
   * The customer owes nothing more for these, though they left and did not come back (yet): a parcel that is lost or on its way back. The money
   * goes back, or (`replaced`) they were sold again in its place. Where the goods are their units go on saying.
   */
  ItemsCredited: { parcel: Uuid; lines: { line: number; delivery: number; quantity: number }[]; charges: { ref: string; amount: Minor }[]; reason: string; replaced: boolean; note: string | null };
  /** Nobody has these now; they wait for supply. `supply`: for which expected receipt, where one is promised to them, and when they can be with the customer. `queue`: their place in the queue by the strategy. */
  ItemsWaiting: { lines: { line: number; delivery: number; quantity: number }[]; /** The plan that found nobody. */ decision?: Uuid; supply?: WaitsFor[]; queue?: number };
  /** What was promised from an expected receipt comes on another day. */
  ExpectedDateMoved: { lines: (Omit<WaitsFor, 'quantity' | 'overdue' | 'instead'> & { was: string })[] };
  /** What was promised from an expected receipt has not come on its day: nobody knows when it will, until another day is said. */
  SupplyOverdue: { receipt: Uuid; reference: string; expectedOn: string; lines: { line: number; delivery: number; quantity: number }[] };
  /** Of what was promised from an expected receipt so much does not come. It is planned again. */
  SupplyLost: { receipt: Uuid; reference: string; lines: { line: number; delivery: number; quantity: number }[] };
  /** Goods that were promised to this order turned out not to be there: a count or a sale at the till was first. They are planned again. */
  ReservationBroken: { fulfilment: Uuid; location: string; delivery: number; line: number; sku: string; quantity: number };
  ItemsCompleted: { lines: { line: number; quantity: number }[] };
  AddressChanged: { delivery: number; contact: Uuid; country: string; coordinates: OrderDelivery['coordinates'] };
  DeliveryAdded: { delivery: OrderDelivery };
  /** What of a delivery had not left goes on as a delivery of its own (`delivery`, to where `from` goes), so that it can go elsewhere. `putBack`: goods in hand that stay where they lie. */
  DeliverySplit: { delivery: OrderDelivery; from: number; lines: { line: number; quantity: number }[]; by: 'customer' | 'staff'; putBack: { fulfilment: Uuid; line: number; location: string; quantity: number }[] };
  /** What was promised cannot be kept, or can again. `to` null: some of it waits for supply, and nobody can say when. Never earlier than the first promise. */
  PromiseChanged: { delivery: number; from: Instant | null; to: Instant | null; cause: PromiseCause };
  /** It goes elsewhere: another store, or home instead, or a store in place of home. `putBack`: goods in hand that stay where they lie; `charges`: what is taken off. Promised anew when it is planned. */
  DeliveryChanged: {
    delivery: number; kind: 'pickup' | 'ship'; location: string | null; contact: Uuid | null; country: string; coordinates: OrderDelivery['coordinates']; from: { kind: 'pickup' | 'ship'; location: string | null };
    by: 'customer' | 'staff'; putBack: { fulfilment: Uuid; line: number; location: string; quantity: number }[]; charges: { ref: string; amount: Minor }[];
    /** It goes back to where it was, since what it cost more was not paid in time. */
    unpaid?: true;
    /** The rule of selling that staff went against, and why. */
    rule?: string; reason?: string | null;
  };
  /** A change costs more than is paid: the customer is asked for it until a moment. `back`: the store where it goes again when it does not come; `undo`: all that is undone then, the last change first (before it was kept, what `back` says). */
  PaymentAsked: { delivery: number; amount: Minor; until: Instant; back: { location: string } | null; undo?: Undo[]; /** Not for a change: what was authorised has lapsed. */ why?: 'lapsed' };
  /** It was not paid in time. `back`: whether the order is again what it was; else somebody must decide. */
  PaymentLapsed: { delivery: number; amount: Minor; back: boolean };
  OrderTagged: { tags: string[] };
  NoteAdded: { note: Uuid };
  /** Somebody wants to give more than they may by themselves: finance decides. */
  GoodwillAsked: { request: Uuid; amount: Minor; reason: string; note: string | null };
  /** Money is given by hand: `charge` lowers the order, `payout` is paid outside it. */
  GoodwillGranted: { request: Uuid | null; amount: Minor; reason: string; note: string | null; charge: OrderCharge | null; payout: Minor };
  GoodwillDeclined: { request: Uuid; note: string | null };
  /** Less is left of the order than was given on it: so much of the gift goes with what goes back. Amounts are below nothing, as the charges are. */
  GoodwillAbsorbed: { charges: { ref: string; amount: Minor }[] };
  /** It is known now what an unknown line was; what was carried out of it left its shelf with this. `learned`: the barcode that is this product's from now on. */
  ProductNamed: { line: number; sku: string; name: string; weightGrams: number; tags: string[]; learned: string | null };
  /** The customer wants the till's receipt by mail, at an address given for it. */
  ReceiptAsked: { contact: Uuid };
  /** The customer was reminded that a reservation ends. */
  ReservationReminded: { until: Instant };
  ReservationExtended: ReservationTerms;
  /** Something of a reservation was bought: `sale` is the order that is the receipt, and owes for it. */
  ReservationBought: { sale: Uuid; receipt: string; lines: { line: number; quantity: number }[] };
  /** A receipt was rung up by mistake: what was carried out lies on the shelf again, and nothing of it is owed. */
  SaleVoided: { receipt: string | null; lines: { line: number; quantity: number }[]; charges: { ref: string; amount: Minor }[]; cashier: string | null; reason: string | null };
}

/** What made a promise change: `planned` is that it never could be kept, `held` that the order stood still too long, `missed` that it was not packed, or not handed over, when the carrier came. */
export type PromiseCause = 'planned' | 'short' | 'broken' | 'by_hand' | 'supply' | 'held' | 'missed' | 'lines_added' | 'delivery_changed';

export const ORDER_EVENTS = ['OrderPlaced', 'HoldPlaced', 'HoldReleased', 'LinesAdded', 'ProductNamed', 'ItemsCancelled', 'ItemsCredited', 'ItemsWaiting', 'ExpectedDateMoved', 'SupplyOverdue', 'SupplyLost', 'ReservationBroken', 'ItemsCompleted', 'AddressChanged', 'DeliveryAdded', 'DeliverySplit', 'PromiseChanged', 'DeliveryChanged', 'PaymentAsked', 'PaymentLapsed', 'OrderTagged', 'NoteAdded', 'GoodwillAsked', 'GoodwillGranted', 'GoodwillDeclined', 'GoodwillAbsorbed', 'SaleVoided', 'ReceiptAsked', 'ReservationReminded', 'ReservationExtended', 'ReservationBought'] as const satisfies readonly (keyof OrderEvents)[];
