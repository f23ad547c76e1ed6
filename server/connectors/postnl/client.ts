/** PostNL's send and track interface over HTTP: each call, what we read of its answer, and one word for each way it can fail. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import { callOutside, retryAfterSeconds, Unreached } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import { problemsIn } from './problems.ts';
import type { Problem } from './problems.ts';
import { listOf, Numeric, objectOrNone, Text } from './reading.ts';
import type { LabelRequest } from './request.ts';

export const Label = z.object({ Content: Text, Labeltype: Text, OutputType: Text }).partial();
export const LabelAnswer = z.object({
  ResponseShipments: listOf(z.object({
    Barcode: Text,
    Labels: listOf(Label).optional(),
    Warnings: listOf(z.object({ Code: Text, Description: Text }).partial()).optional(),
  })),
});
export type LabelAnswer = z.infer<typeof LabelAnswer>;

const Moment = z.object({ TimeStamp: Text, StatusCode: Text, StatusDescription: Text, PhaseCode: Text }).partial();
const Shipment = z.object({
  Barcode: Text,
  Event: listOf(z.object({ Code: Text, Description: Text, TimeStamp: Text }).partial()).optional(),
  Status: objectOrNone(Moment).optional(),
  OldStatus: listOf(Moment).optional(),
});
const Shipments = objectOrNone(z.object({ Shipment: listOf(Shipment) }));
export const StatusAnswer = z.object({ CompleteStatus: Shipments.optional(), CurrentStatus: Shipments.optional() });
export type VendorShipment = z.infer<typeof Shipment>;

export const UpdatedAnswer = listOf(z.object({ Barcode: Text }));
const BarcodeAnswer = z.object({ Barcode: z.string().regex(/^\w{11,15}$/) });

const Hours = objectOrNone(z.object({ string: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string())) }).partial()).optional().catch(null);
export const LocationsAnswer = z.object({
  GetLocationsResult: objectOrNone(z.object({
    ResponseLocation: listOf(z.object({
      LocationCode: Text, Name: Text, RetailNetworkID: Text.optional(), PartnerName: Text.optional(),
      Distance: Numeric.optional(), Latitude: Numeric, Longitude: Numeric,
      Address: z.object({ City: Text, Countrycode: Text, HouseNr: Text, HouseNrExt: Text, Street: Text, Zipcode: Text }).partial(),
      OpeningHours: objectOrNone(z.object({ Monday: Hours, Tuesday: Hours, Wednesday: Hours, Thursday: Hours, Friday: Hours, Saturday: Hours, Sunday: Hours })).optional(),
    })),
  })),
});
export type VendorLocation = NonNullable<z.infer<typeof LocationsAnswer>['GetLocationsResult']>['ResponseLocation'][number];

/** `refused`: PostNL answered no, and asking again will not help. `unavailable`: no answer, or none that can be understood; ask again later. */
export type Failure = { kind: 'refused'; problems: Problem[] } | { kind: 'unavailable'; reason: string; retryAfterSeconds: number | null };
export type Result<Value> = { kind: 'answer'; value: Value } | Failure;

export interface PostNLConnection {
  apiKey: string;
  /** https://api.postnl.nl, or https://api-sandbox.postnl.nl for trying out. */
  baseUrl: string;
  customerCode: string;
  customerNumber: string;
  timeoutMs: number;
  now: () => Instant;
}

/** The calls Spil makes, each bounded in time; none of them throws. */
export interface PostNLClient {
  /** A new 3S barcode: of 15 characters within the Netherlands, of 13 for abroad as PostNL's products there ask. */
  barcode(domestic: boolean): Promise<Result<string>>;
  label(request: LabelRequest, confirm: boolean): Promise<Result<LabelAnswer>>;
  /** The shipment of a barcode with its old statuses; null when PostNL does not know it. */
  status(barcode: string): Promise<Result<VendorShipment | null>>;
  updated(period: readonly [string, string]): Promise<Result<string[]>>;
  locations(path: 'nearest' | 'nearest/geocode', query: Record<string, string>): Promise<Result<VendorLocation[]>>;
}

/** Serie of the barcode service: as many digits as fill type 3S and the customer code up to the length asked for. */
export function barcodeSerie(customerCode: string, domestic: boolean): string {
  const digits = (domestic ? 15 : 13) - 2 - customerCode.length;
  return `${'0'.repeat(digits)}-${'9'.repeat(digits)}`;
}

export function createPostNLClient({ apiKey, baseUrl, customerCode, customerNumber, timeoutMs, now }: PostNLConnection): PostNLClient {
  const base = baseUrl.replace(/\/+$/, '');

  async function call<Schema extends z.ZodType>(schema: Schema, path: string, query: [string, string][], body?: LabelRequest): Promise<Result<z.infer<Schema>>> {
    const url = `${base}${path}${query.length > 0 ? `?${new URLSearchParams(query).toString()}` : ''}`;
    let answer: OutsideAnswer;
    try {
      answer = await callOutside({ method: body === undefined ? 'GET' : 'POST', url, headers: { apikey: apiKey, accept: 'application/json' }, body, timeoutMs });
    } catch (error) {
      if (error instanceof Unreached) return { kind: 'unavailable', reason: `PostNL: ${error.message}.`, retryAfterSeconds: null };
      throw error;
    }
    return understand(schema, answer, now());
  }

  return {
    barcode: async (domestic) => {
      const result = await call(BarcodeAnswer, '/shipment/v1_1/barcode', [['CustomerCode', customerCode], ['CustomerNumber', customerNumber], ['Type', '3S'], ['Serie', barcodeSerie(customerCode, domestic)]]);
      return result.kind === 'answer' ? { kind: 'answer', value: result.value.Barcode } : result;
    },
    label: (request, confirm) => call(LabelAnswer, '/shipment/v2_2/label', [['confirm', String(confirm)]], request),
    status: async (barcode) => {
      const result = await call(StatusAnswer, `/shipment/v2/status/barcode/${encodeURIComponent(barcode)}`, [['detail', 'true'], ['language', 'EN']]);
      if (result.kind !== 'answer') return result;
      const found = (result.value.CompleteStatus ?? result.value.CurrentStatus)?.Shipment ?? [];
      return { kind: 'answer', value: found.find((shipment) => shipment.Barcode === barcode) ?? null };
    },
    updated: async ([from, to]) => {
      const result = await call(UpdatedAnswer, `/shipment/v2/status/${encodeURIComponent(customerNumber)}/updatedshipments`, [['period', from], ['period', to]]);
      return result.kind === 'answer' ? { kind: 'answer', value: result.value.map((shipment) => shipment.Barcode).filter((barcode) => barcode !== null) } : result;
    },
    locations: async (path, query) => {
      const result = await call(LocationsAnswer, `/shipment/v2_1/locations/${path}`, Object.entries(query));
      return result.kind === 'answer' ? { kind: 'answer', value: result.value.GetLocationsResult?.ResponseLocation ?? [] } : result;
    },
  };
}

/**
 * Reads one answer. 429 and 5xx are unavailable, except a 5xx whose fault says that our message is invalid; other 4xx, and a 200 with
 * errors in it, are refused. A 200 that is no JSON or not of the expected shape is unavailable: nobody can say what PostNL did.
 */
export function understand<Schema extends z.ZodType>(schema: Schema, { status, headers, json }: Pick<OutsideAnswer, 'status' | 'headers' | 'json'>, now: Instant): Result<z.infer<Schema>> {
  const problems = problemsIn(json);
  const words = problems.map(({ text }) => text).filter((text) => text !== '').join('; ');
  const unavailable = (reason: string): Failure => ({ kind: 'unavailable', reason, retryAfterSeconds: retryAfterSeconds(headers, new Date(now)) });
  if (status === 429) return unavailable('PostNL takes no more calls for the moment.');
  if (status === 401 || status === 403) return { kind: 'refused', problems: [{ code: String(status), text: `the API key is not accepted${words === '' ? '' : ` (${words})`}; check the PostNL settings` }] };
  if (status >= 500 && !problems.some(({ code }) => /validation/i.test(code))) return unavailable(`PostNL answers with error ${status}${words === '' ? '' : `: ${words}`}.`);
  if (status < 200 || status >= 300 || problems.length > 0) return { kind: 'refused', problems: problems.length > 0 ? problems : [{ code: String(status), text: `answer ${status} without a reason` }] };
  const read = schema.safeParse(json);
  return read.success ? { kind: 'answer', value: read.data } : unavailable('PostNL gave an answer that cannot be understood.');
}
