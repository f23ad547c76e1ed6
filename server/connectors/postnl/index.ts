/** PostNL as a carrier of Spil: announce and label a parcel, follow it, and find pickup points. */
import type { Instant } from '../../kernel/clock.ts';
import type { AnnounceOutcome, Carrier, CarrierScan, LabelFormat } from '../../modules/shipping/ports.ts';
import { createPostNLClient } from './client.ts';
import type { Failure, LabelAnswer, Result } from './client.ts';
import { pickupPointOf } from './locations.ts';
import { explain, saysAlreadyConfirmed } from './problems.ts';
import { labelRequest, refusalOf } from './request.ts';
import type { PostNLParcel } from './request.ts';
import { scansOf } from './statuses.ts';
import { fromVendorTime, periodWindows, toDutchDate } from './time.ts';

export { chooseProduct, ProductQuestion } from './products.ts';
export type { ProductChoice } from './products.ts';

export interface PostNLOptions {
  apiKey: string;
  /** https://api.postnl.nl (1,000 calls a minute), https://api-sandbox.postnl.nl (15 a minute), or the simulator. */
  baseUrl: string;
  /** One to four letters, in every barcode. */
  customerCode: string;
  customerNumber: string;
  /** Six digits of the depot that collects. */
  collectionLocation?: string | null;
  /** Bound on each call. */
  timeoutMs?: number;
  now: () => Instant;
  /** A number for each message; PostNL keeps twelve characters, the last ones are sent. */
  newMessageId: () => string;
}

/** Thrown by the questions about parcels and pickup points when PostNL gives no usable answer; the poller asks again after `retryAfterSeconds`. */
export class PostNLUnavailable extends Error {
  readonly retryAfterSeconds: number | null;
  /** PostNL answered no: the same question will get the same answer. */
  readonly refused: boolean;
  constructor(message: string, retryAfter: number | null, refused = false) {
    super(message);
    this.refused = refused;
    this.name = 'PostNLUnavailable';
    this.retryAfterSeconds = retryAfter;
  }
}

/** PostNL barcodes: 3S and 2S with the customer's letters, and the international S10 numbers PostNL gives out. */
const BARCODE = /^(?:[23]S[A-Z]{1,4}\d{7,12}|(?:C[CDFP]|LA|LS|RI|RR|UE)\d{9}NL)$/;

/** A carrier that gives a parcel its barcode before it is announced: kept first, it survives a process that is killed while it asks. */
interface BarcodeGiver {
  newBarcode(parcel: PostNLParcel): Promise<{ kind: 'barcode'; barcode: string } | Extract<AnnounceOutcome, { kind: 'refused' | 'unavailable' }>>;
}

/** PostNL as a carrier. Its announcements are safe to repeat: give the barcode of an `unavailable` outcome back, and there is one shipment. */
export function createPostNL(options: PostNLOptions): Carrier & BarcodeGiver {
  if (!/^[A-Z]{1,4}$/.test(options.customerCode)) throw new RangeError(`A PostNL customer code has one to four capital letters; found "${options.customerCode}"`);
  const { now, newMessageId, collectionLocation = null } = options;
  const account = { customerCode: options.customerCode, customerNumber: options.customerNumber, collectionLocation };
  const client = createPostNLClient({ ...options, timeoutMs: options.timeoutMs ?? 15_000 });

  /** Announces with one barcode. When PostNL has this barcode's announcement already (an answer got lost), the label alone is asked again. */
  async function announce(parcel: PostNLParcel): Promise<AnnounceOutcome> {
    const refusal = refusalOf(parcel);
    if (refusal) return refusal;
    const given: Result<string> = parcel.barcode === null ? await client.barcode(destination(parcel) === 'NL') : { kind: 'answer', value: parcel.barcode };
    if (given.kind !== 'answer') return outcomeOf(given, null);
    const barcode = given.value;
    const { request, warnings } = labelRequest(parcel, account, { barcode, now: now(), messageId: newMessageId() });
    let answer = await client.label(request, true);
    if (answer.kind === 'refused' && answer.problems.every(saysAlreadyConfirmed)) {
      answer = await client.label(request, false);
      if (answer.kind === 'refused') return { kind: 'unavailable', barcode, retryAfterSeconds: null, reason: `PostNL has the parcel announced, but gives no label: ${answer.problems.map(({ text }) => text).join('; ')}` };
    }
    if (answer.kind !== 'answer') return outcomeOf(answer, barcode);
    return labelled(answer.value, barcode, parcel, warnings);
  }

  /** The announced outcome, if the answer holds the label of our barcode; else it is unknown what PostNL did. */
  function labelled(answer: LabelAnswer, barcode: string, parcel: PostNLParcel, warnings: readonly string[]): AnnounceOutcome {
    const shipment = answer.ResponseShipments.find((candidate) => candidate.Barcode === barcode);
    const labels = (shipment?.Labels ?? []).filter((label) => label.Content);
    const content = (labels.find((label) => /^label|^buspakje/i.test(label.Labeltype ?? '')) ?? labels[0])?.Content;
    const bytes = content ? decodeLabel(content, parcel.format) : null;
    if (!bytes) return { kind: 'unavailable', reason: 'PostNL answered without a usable label.', barcode, retryAfterSeconds: null };
    const told = (shipment?.Warnings ?? []).map((warning) => warning.Description ?? warning.Code).filter((text): text is string => typeof text === 'string' && text !== '');
    const postalCode = (parcel.pickupPoint?.address ?? parcel.receiver).postalCode;
    return { kind: 'announced', barcode, trackingUrl: trackingUrl(barcode, destination(parcel), postalCode), label: { format: parcel.format, content: bytes }, warnings: [...warnings, ...told] };
  }

  async function track(barcode: string): Promise<CarrierScan[]> {
    const shipment = must(await client.status(barcode));
    if (!shipment) return [];
    const events = (shipment.Event ?? []).flatMap(({ Code, Description, TimeStamp }) => {
      const at = TimeStamp ? fromVendorTime(TimeStamp) : null;
      return Code && at ? [{ code: Code, description: Description ?? '', at }] : [];
    });
    const statuses = [...(shipment.OldStatus ?? []), ...(shipment.Status ? [shipment.Status] : [])].flatMap(({ StatusCode, PhaseCode, StatusDescription, TimeStamp }) => {
      const at = TimeStamp ? fromVendorTime(TimeStamp) : null;
      return at ? [{ status: StatusCode ?? null, phase: PhaseCode ?? null, description: StatusDescription ?? '', at }] : [];
    });
    return scansOf(barcode, events, statuses);
  }

  return {
    code: 'postnl',
    name: 'PostNL',
    recognises: (trackingNumber) => BARCODE.test(trackingNumber.replace(/\s+/g, '').toUpperCase()),
    trackingUrl,
    announce,
    newBarcode: async (parcel) => {
      const refusal = refusalOf(parcel);
      if (refusal) return refusal;
      const given = await client.barcode(destination(parcel) === 'NL');
      return given.kind === 'answer' ? { kind: 'barcode', barcode: given.value } : outcomeOf(given, null);
    },
    track,
    /** PostNL keeps news for 48 hours; for a longer silence ask `track` of every open parcel. */
    updatedSince: async (from, to) => {
      const found = new Set<string>();
      for (const window of periodWindows(from, to)) for (const barcode of must(await client.updated(window))) found.add(barcode);
      return [...found];
    },
    pickupPoints: async (near, deliveryDate) => {
      const date = toDutchDate(deliveryDate);
      if (date === null) throw new RangeError(`"${deliveryDate}" is not a date such as 2026-03-01`);
      const common = { CountryCode: near.country, DeliveryDate: date, DeliveryOptions: 'PG' };
      const locations = must('latitude' in near
        ? await client.locations('nearest/geocode', { Latitude: String(near.latitude), Longitude: String(near.longitude), ...common })
        : await client.locations('nearest', { PostalCode: near.postalCode.replace(/\s+/g, '').toUpperCase(), ...(near.houseNumber && /^\d+$/.test(near.houseNumber) ? { HouseNumber: near.houseNumber } : {}), ...common }));
      return locations.map(pickupPointOf).filter((point) => point !== null);
    },
  };
}

const destination = ({ pickupPoint, receiver }: PostNLParcel): string => (pickupPoint?.address ?? receiver).country;

/** The page where the receiver follows the parcel; it wants the postal code to show more than the stage. */
function trackingUrl(barcode: string, country: string, postalCode: string): string {
  return `https://jouw.postnl.nl/track-and-trace/${[barcode, country, postalCode.replace(/\s+/g, '').toUpperCase()].map(encodeURIComponent).join('-')}`;
}

/** A failed call as the outcome of an announcement: the first complaint is shown, the others are added to its sentence. */
function outcomeOf(failure: Failure, barcode: string | null): Extract<AnnounceOutcome, { kind: 'refused' | 'unavailable' }> {
  if (failure.kind === 'unavailable') return { ...failure, barcode };
  const [first, ...others] = failure.problems.map(explain);
  if (!first) return { kind: 'refused', code: 'postnl', reason: 'PostNL refuses the parcel without a reason.', field: null };
  return { kind: 'refused', code: first.code, field: first.field, reason: [...new Set([first, ...others].map(({ reason }) => reason))].join(' ') };
}

/** The value of an answer; throws `PostNLUnavailable` when there is none. */
function must<Value>(result: Result<Value>): Value {
  if (result.kind === 'answer') return result.value;
  if (result.kind === 'unavailable') throw new PostNLUnavailable(result.reason, result.retryAfterSeconds);
  throw new PostNLUnavailable(result.problems.map((problem) => explain(problem).reason.replace('refuses the parcel', 'refuses the question')).join(' '), null, true);
}

/** Base64 to bytes; null when it is not the kind of label that was asked for. */
function decodeLabel(content: string, format: LabelFormat): Uint8Array | null {
  const bytes = new Uint8Array(Buffer.from(content, 'base64'));
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (format === 'pdf' ? start.startsWith('%PDF') : start.includes('^XA')) ? bytes : null;
}
