/** A PostNL of our own: the same addresses and answers, labels that scan, and parcels that travel when they are told to. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { labelledShipment, listed, refusedShipment, shipmentStatus } from './simulator-answers.ts';
import type { Shapes } from './simulator-answers.ts';
import { nextStep, SCANS, STEPS, stepsTo } from './simulator-journey.ts';
import type { Step } from './simulator-journey.ts';
import { pointsNear, vendorLocation } from './simulator-locations.ts';
import { complaintsAbout, LabelBody, UNKNOWN_POSTAL_CODE } from './simulator-rules.ts';
import { createParcelStore } from './simulator-store.ts';
import type { StoredParcel } from './simulator-store.ts';
import { toPeriodTime } from './time.ts';

export interface PostNLSimulatorOptions {
  storage: string;
  apiKey: string;
  customerCode: string;
  customerNumber: string;
  now?: () => Date;
  /** Moves every parcel one step in so many milliseconds; off when absent. */
  autoAdvanceMs?: number;
  /** What a second confirmation of a barcode gets: an error within a 200, or the label once more. PostNL documents neither. */
  reconfirm?: 'refused' | 'accepted';
  shapes?: Shapes;
}

/** PostNL refuses larger requests with a 404 (its shipping guidelines). */
const LARGEST_REQUEST = 200 * 1024;
const text = z.string().optional();
const fault = (faultstring: string, errorcode = 'Validation Fault'): unknown => ({ fault: { faultstring, detail: { errorcode } } });

/** Makes the simulator; its faults are asked for by the names `barcode`, `label`, `status`, `updated` and `locations`. */
export function createPostNLSimulator(options: PostNLSimulatorOptions): Simulator {
  const { storage, apiKey, customerCode, customerNumber, autoAdvanceMs, reconfirm = 'refused', shapes = 'recorded' } = options;
  const simulator = createSimulator({ name: 'postnl', storage, ...(options.now ? { now: options.now } : {}) });
  const { app, operation } = simulator;
  const store = createParcelStore(simulator.store);
  const now = (): string => simulator.now().toISOString();

  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/shipment/')) return;
    if (request.headers.apikey !== apiKey) return reply.code(401).send(request.url.startsWith('/shipment/v1_1/barcode') ? fault('Invalid ApiKey', 'oauth.v2.InvalidApiKey') : { message: 'Invalid API key', http_status_code: 401 });
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_REQUEST) return reply.code(404).send();
  });

  app.get('/shipment/v1_1/barcode', operation('barcode', (request, reply) => {
    const query = z.object({ CustomerCode: text, CustomerNumber: text, Type: text, Serie: text }).parse(request.query);
    const refuse = (ErrorNumber: string, ErrorMsg: string): unknown => reply.code(400).send({ errors: [{ ErrorMsg, ErrorNumber }] });
    if (query.CustomerCode !== customerCode || query.CustomerNumber !== customerNumber) return refuse('2', 'Unknown customer code or customer number');
    if (query.Type !== '3S') return refuse('5', 'This simulator gives out barcodes of type 3S');
    const serie = /^(\d{6,11})-(\d{6,11})$/.exec(query.Serie ?? '');
    const digits = serie?.[1]?.length ?? 0;
    if (!serie || serie[2]?.length !== digits || ![13, 15].includes(2 + customerCode.length + digits)) return refuse('8', 'Serie does not give a barcode of 13 or 15 characters');
    if (BigInt(serie[2]) - BigInt(serie[1] ?? 0) < 100_000n) return refuse('6', 'Serie must span 100,000 numbers at least');
    return { Barcode: store.newBarcode(customerCode, digits, BigInt(serie[1] ?? 0) + 1n) };
  }));

  app.post('/shipment/v2_2/label', operation('label', async (request, reply) => {
    const body = LabelBody.safeParse(request.body);
    const refuse = (errors: readonly { Error: string; Code: string; Description: string }[]): unknown => reply.code(400).send({ Errors: errors });
    if (!body.success) return refuse(body.error.issues.map(({ path, message }) => ({ Error: 'Message validation failed', Code: '17', Description: `${path.join('.')}: ${message}` })));
    const { Customer, Message, Shipments } = body.data;
    if (Customer.CustomerCode !== customerCode || Customer.CustomerNumber !== customerNumber) return refuse([{ Error: 'Not authorised', Code: '2', Description: 'Unknown customer code or customer number' }]);
    const complaints = Shipments.flatMap((shipment) => complaintsAbout(shipment, Customer).map((complaint) => ({ Error: `Validation failed for shipment: ${shipment.Barcode}`, ...complaint })));
    if (complaints.length > 0) return refuse(complaints);
    const confirm = z.object({ confirm: text }).parse(request.query).confirm === 'true';
    const answers: unknown[] = [];
    for (const shipment of Shipments) {
      const sender = shipment.Addresses.find(({ AddressType }) => AddressType === '02') ?? Customer.Address;
      if (shipment.Addresses.some(({ Zipcode }) => Zipcode === UNKNOWN_POSTAL_CODE)) answers.push(refusedShipment(shipment, [{ Code: '1280103', Description: 'Address is unknown' }]));
      else if (confirm && reconfirm === 'refused' && store.find(shipment.Barcode)) answers.push(refusedShipment(shipment, [{ Code: '13', Description: `Exception occured: barcode ${shipment.Barcode} is already confirmed` }]));
      else if (sender) {
        if (confirm && !store.find(shipment.Barcode)) store.confirm(shipment.Barcode, shipment, Message.Printertype, now());
        answers.push(await labelledShipment(shipment, sender, Message.Printertype, shapes));
      }
    }
    return { MergedLabels: [], ResponseShipments: answers };
  }));

  app.get('/shipment/v2/status/barcode/:barcode', operation('status', (request) => {
    const { barcode } = z.object({ barcode: z.string() }).parse(request.params);
    const complete = z.object({ detail: text }).parse(request.query).detail === 'true';
    const found = store.find(barcode);
    const name = complete ? 'CompleteStatus' : 'CurrentStatus';
    if (!found) return { [name]: {}, Warnings: [{ Message: 'No shipment found', Code: '2' }] };
    const main = found.shipment.Groups?.[0]?.MainBarcode;
    const together = main === undefined ? [found] : store.all().filter((parcel) => parcel.shipment.Groups?.[0]?.MainBarcode === main);
    return { [name]: { Shipment: listed(together.map((parcel) => shipmentStatus(parcel, { code: customerCode, number: customerNumber }, complete, shapes)), shapes) } };
  }));

  app.get('/shipment/v2/status/:customernumber/updatedshipments', operation('updated', (request, reply) => {
    const { customernumber } = z.object({ customernumber: z.string() }).parse(request.params);
    const { period } = z.object({ period: z.union([z.string(), z.array(z.string())]).optional() }).parse(request.query);
    const [from, to] = Array.isArray(period) ? period : [];
    if (customernumber !== customerNumber) return reply.code(400).send(fault('unknown customer number'));
    const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
    if (from === undefined || to === undefined || !form.test(from) || !form.test(to) || from > to) return reply.code(400).send(fault('period must be two moments such as 2022-11-07T12:00:00'));
    const wall = (moment: string): number => Date.parse(`${moment.slice(0, 19)}Z`);
    if (wall(to) - wall(from) > 2 * 3_600_000) return reply.code(400).send(fault('period is longer than 2 hours'));
    if (wall(from) < wall(toPeriodTime(now())) - 49 * 3_600_000) return reply.code(400).send(fault('period is more than 48 hours ago'));
    // The wall clock is one or two hours ahead of UTC; the database is asked a little widely and the wall clock decides.
    const around = (moment: string, hours: number): string => new Date(wall(moment) + hours * 3_600_000).toISOString();
    const until = to.slice(0, 19);
    const inPeriod = ({ at }: StoredParcel['scans'][number]): boolean => toPeriodTime(at) >= from.slice(0, 19) && toPeriodTime(at) <= until;
    return store.scannedBetween(around(from, -3), around(to, 1)).flatMap((parcel) => {
      const last = parcel.scans.filter(inPeriod).at(-1);
      const created = parcel.scans[0];
      if (!last || !created) return [];
      const scan = SCANS[last.place];
      return [{
        Barcode: parcel.barcode, CreationDate: `${toPeriodTime(created.at).slice(0, 10)}T00:00:00`, CustomerNumber: customerNumber, CustomerCode: customerCode,
        Status: { Timestamp: toPeriodTime(last.at), StatusCode: scan.status, StatusDescription: scan.statusDescription, PhaseCode: scan.phase, PhaseDescription: scan.phaseDescription },
      }];
    });
  }));

  const nearest = (request: FastifyRequest, reply: FastifyReply): unknown => {
    const query = z.object({ CountryCode: text, PostalCode: text, Latitude: z.coerce.number().optional(), Longitude: z.coerce.number().optional(), DeliveryDate: text }).parse(request.query);
    const refuse = (ErrorDescription: string): unknown => reply.code(400).send({ Date: now(), Error: { ErrorCode: '3000', ErrorDescription }, RequestId: request.id });
    if (query.CountryCode !== 'NL' && query.CountryCode !== 'BE') return refuse('CountryCode must be NL or BE');
    const date = /^(\d{2})-(\d{2})-(\d{4})$/.exec(query.DeliveryDate ?? '');
    if (query.DeliveryDate !== undefined && !date) return refuse('DeliveryDate must be dd-MM-yyyy');
    if (date && `${date[3]}-${date[2]}-${date[1]}` < toPeriodTime(now()).slice(0, 10)) return refuse('DeliveryDate is in the past');
    const coded = request.url.startsWith('/shipment/v2_1/locations/nearest/geocode');
    if (coded && (query.Latitude === undefined || query.Longitude === undefined)) return refuse('Latitude and Longitude are required');
    if (!coded && !/^[0-9]{4}([A-Z]{2})?$/.test(query.PostalCode ?? '')) return refuse('PostalCode is invalid');
    const found = pointsNear(query.CountryCode, query.Latitude !== undefined && query.Longitude !== undefined ? { latitude: query.Latitude, longitude: query.Longitude } : { postalCode: query.PostalCode ?? '' });
    if (found.length === 0 && shapes === 'recorded') return { GetLocationsResult: {} };
    return { GetLocationsResult: { ResponseLocation: listed(found.map(vendorLocation), shapes) } };
  };
  app.get('/shipment/v2_1/locations/nearest', operation('locations', nearest));
  app.get('/shipment/v2_1/locations/nearest/geocode', operation('locations', nearest));

  const isPickup = (parcel: StoredParcel): boolean => parcel.shipment.Addresses.some(({ AddressType }) => AddressType === '09');
  const placeOf = (parcel: StoredParcel): StoredParcel['scans'][number]['place'] => parcel.scans.at(-1)?.place ?? 'announced';
  const advance = (parcel: StoredParcel, to: Step | null): Step[] | null => {
    const next = to === null ? nextStep(placeOf(parcel), isPickup(parcel)) : null;
    const steps = to === null ? (next === null ? null : [next]) : stepsTo(to, parcel.scans.map(({ place }) => place));
    for (const step of steps ?? []) store.scan(parcel.barcode, step, now());
    return steps;
  };

  app.get('/_control/parcels', () => ({
    parcels: store.all().map((parcel) => ({ barcode: parcel.barcode, product: parcel.shipment.ProductCodeDelivery, reference: parcel.shipment.Reference ?? null, place: placeOf(parcel), scans: parcel.scans })),
  }));
  app.post('/_control/advance', (request, reply) => {
    const wanted = z.object({ barcode: z.string().optional(), to: z.enum(STEPS).optional() }).safeParse(request.body ?? {});
    if (!wanted.success) return reply.code(400).send({ error: `to must be one of ${STEPS.join(', ')}` });
    const one = wanted.data.barcode === undefined ? null : store.find(wanted.data.barcode);
    if (wanted.data.barcode !== undefined && !one) return reply.code(404).send({ error: `${wanted.data.barcode} is not announced` });
    const moved = (one ? [one] : store.all()).flatMap((parcel) => {
      const steps = advance(parcel, wanted.data.to ?? null);
      return steps ? [{ barcode: parcel.barcode, steps }] : [];
    });
    if (one && moved.length === 0) return reply.code(409).send({ error: `${one.barcode} is ${placeOf(one)} and cannot go to ${wanted.data.to ?? 'a next step'}` });
    return { moved };
  });

  if (autoAdvanceMs !== undefined) {
    const timer = setInterval(() => { for (const parcel of store.all()) advance(parcel, null); }, autoAdvanceMs);
    timer.unref();
    app.addHook('onClose', async () => { clearInterval(timer); });
  }
  return simulator;
}
