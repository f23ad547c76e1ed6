/** Both sides held to Mollie's published material: what the client sends, what the simulator answers, and what Mollie's own examples say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callOutside } from '../outside/http.ts';
import { problemOf } from './client.ts';
import { factsOf } from './facts.ts';
import { captureListSchema, captureSchema, chargebackSchema, eventSchema, paymentSchema, refundListSchema, refundSchema } from './schemas.ts';
import type { Exchange } from './simulator.ts';
import { API_KEY, command, startTestbed } from './testbed.ts';

const specs = process.env.SPIL_SPECS;
const folder = join(specs ?? '', 'mollie');

type Operation = { operationId?: string; requestBody?: { content: Record<string, { schema: object }> }; responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }> };
interface OpenApi { paths: Record<string, Record<string, Operation>>; components: { responses: Record<string, Operation['responses'][string]>; schemas: Record<string, object> } }

/** In OpenAPI a required property that is read-only is required of answers alone. */
function withoutReadOnly(node: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(node)) return node.map((each) => withoutReadOnly(each, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withoutReadOnly(value, schemas)]));
  const { required, properties } = node as { required?: unknown; properties?: Record<string, { readOnly?: boolean; $ref?: string }> };
  if (!Array.isArray(required) || !properties) return copy;
  const readOnly = (property: { readOnly?: boolean; $ref?: string } | undefined): boolean =>
    property?.readOnly === true || (property?.$ref !== undefined && (schemas[property.$ref.split('/').at(-1) ?? ''] as { readOnly?: boolean } | undefined)?.readOnly === true);
  return { ...copy, required: required.filter((name: string) => !readOnly(properties[name])) };
}

describe.skipIf(!specs)('Mollie’s OpenAPI document', () => {
  let document: OpenApi;
  let operations: Map<string, Operation>;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  const validators = new Map<object, ValidateFunction>();

  beforeAll(() => {
    // The core schema has no timestamps: the document holds a date that does not exist.
    document = parse(readFileSync(join(folder, 'specs.yaml'), 'utf8'), { schema: 'core' }) as OpenApi;
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'answers', components: document.components }, 'answers');
    ajv.addSchema({ $id: 'requests', components: withoutReadOnly(document.components, document.components.schemas) as object }, 'requests');
    const all = Object.values(document.paths).flatMap((path) => Object.values(path));
    operations = new Map(all.flatMap((operation) => (operation.operationId ? [[operation.operationId, operation]] : [])));
  });

  const validate = (schema: object, side: 'answers' | 'requests'): ValidateFunction => {
    const known = validators.get(schema);
    if (known) return known;
    const made = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${side}#/components/`)) as object);
    validators.set(schema, made);
    return made;
  };

  const faultsOf = ({ operation, request, status, answer }: Exchange): string[] => {
    const described = operations.get(operation);
    if (!described) return [`${operation} is no operation of Mollie's`];
    const faults: string[] = [];
    const check = (what: string, schema: object | undefined, value: unknown): void => {
      if (!schema) return;
      const valid = validate(schema, what === 'request' ? 'requests' : 'answers');
      if (!valid(value)) faults.push(`${operation} ${what}: ${ajv.errorsText(valid.errors)}`);
    };
    if (request !== undefined && status < 400) check('request', described.requestBody?.content['application/json']?.schema, request);
    const given = described.responses[status];
    const response = given?.$ref ? document.components.responses[given.$ref.split('/').at(-1) ?? ''] : given;
    if (response) check(`answer ${status}`, response.content?.['application/hal+json']?.schema, answer);
    else if (status >= 400) check(`answer ${status}`, document.components.schemas['error-response'], answer);
    else faults.push(`${operation} does not answer ${status}`);
    return faults;
  };

  it('holds for a whole life of payments, on both sides of the wire', async () => {
    const exchanges: Exchange[] = [];
    const bed = await startTestbed({ inspect: (exchange) => exchanges.push(exchange) });
    const { mollie } = bed;
    const open = await mollie.create?.({ amount: 5995, currency: 'EUR', method: 'creditcard', description: 'Order 1001', reference: 'order-1001', key: 'p1', redirectUrl: 'https://shop.example/thanks', webhookUrl: null, capture: 'manual' });
    await mollie.create?.({ amount: 5995, currency: 'JPY', method: null, description: 'Order 1002', reference: 'order-1002', key: 'p2', redirectUrl: 'https://shop.example/thanks', webhookUrl: 'https://shop.example/hook', capture: 'immediate' });
    await callOutside({ method: 'POST', url: open?.checkoutUrl ?? '', body: { outcome: 'pay' } });
    const id = open?.ref ?? '';
    await mollie.capture(command(id, 5000, 'c1'));
    await mollie.capture(command(id, 5000, 'c2'));
    await mollie.refund(command(id, 1000, 'r1'));
    await mollie.refund(command(id, 9000, 'r2'));
    await bed.control('chargeback', { payment: id, amount: 500 });
    await bed.control('advance', {});
    await mollie.fetch(id);
    const klarna = await bed.given({ method: 'klarna', amount: 10000 });
    await mollie.capture(command(klarna, 4000, 'c3'));
    await mollie.release({ payment: klarna, currency: 'EUR', key: 'x1', description: 'Order 1003' });
    const transfer = await bed.given({ method: 'banktransfer', amount: 10000, open: true });
    await mollie.release({ payment: transfer, currency: 'EUR', key: 'x2', description: 'Order 1004' });
    for (const outcome of ['fail', 'cancel', 'expire']) {
      const ended = await bed.given({ method: 'paypal', amount: 100, open: true });
      await callOutside({ method: 'POST', url: `${bed.baseUrl}/checkout/${ended}`, body: { outcome } });
      await mollie.fetch(ended);
    }
    await expect(mollie.fetch('tr_nowhere')).rejects.toThrow();
    const headers = { authorization: `Bearer ${API_KEY}` };
    const books = await bed.books(id);
    const [capture] = books.captures;
    const [refund] = books.refunds;
    for (const path of ['captures', 'refunds', 'chargebacks', `captures/${capture?.id}`, `refunds/${refund?.id}`, 'captures?limit=0']) {
      await callOutside({ method: 'GET', url: `${bed.baseUrl}/v2/payments/${id}/${path}`, headers });
    }
    const { id: unwanted } = await bed.control('refund', { payment: id, amount: 100 }) as { id: string };
    await callOutside({ method: 'DELETE', url: `${bed.baseUrl}/v2/payments/${id}/refunds/${unwanted}`, headers });
    await callOutside({ method: 'GET', url: `${bed.baseUrl}/v2/payments/${id}`, headers: { authorization: 'Bearer other' } });
    await bed.close();

    expect(exchanges.flatMap(faultsOf)).toEqual([]);
    const seen = new Set(exchanges.map(({ operation, status }) => `${operation} ${status}`));
    for (const call of ['create-payment 201', 'get-payment 200', 'get-payment 404', 'get-payment 401', 'cancel-payment 200', 'create-capture 201', 'create-capture 422', 'create-refund 201', 'create-refund 422', 'cancel-refund 204',
      'release-authorization 202', 'list-captures 200', 'list-captures 400', 'list-refunds 200', 'list-chargebacks 200', 'get-capture 200', 'get-refund 200']) expect(seen, call).toContain(call);
  });

  it('finds fault where there is one', () => {
    const answer = { status: 422, title: 'Unprocessable Entity', _links: { documentation: { href: '…', type: 'text/html' } } };
    expect(faultsOf({ operation: 'create-refund', request: undefined, status: 422, answer })).toEqual([expect.stringContaining('detail')]);
    expect(faultsOf({ operation: 'create-refund', request: { description: 'without an amount' }, status: 201, answer: {} }).join()).toMatch(/request: .*amount/);
    expect(faultsOf({ operation: 'create-payment', request: undefined, status: 204, answer: null })).toHaveLength(1);
  });
});

const jsonIn = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8').replaceAll('{{ RESOURCE_ID }}', 'tr_own1'));
const examples = (pattern: RegExp): string[] => (specs ? readdirSync(join(folder, 'examples')).filter((name) => pattern.test(name)).map((name) => `examples/${name}`) : []);

describe.skipIf(!specs)('Mollie’s own examples', () => {
  it('are read as facts: every payment', () => {
    const names = ['fake-responses/payment.json', ...examples(/^v2_payments(_paymentId)?\.(get|post|patch|delete)\.20\d\.(create|get|update|cancel)-payment/)];
    for (const name of names) {
      const payment = paymentSchema.parse(jsonIn(name));
      const facts = factsOf({ payment, captures: payment._embedded?.captures ?? [], refunds: payment._embedded?.refunds ?? [] });
      expect(facts.currency, name).toMatch(/^[A-Z]{3}$/);
      if (facts.authorised > 0) expect(facts.checkoutUrl, name).toBeNull();
    }
    expect(names.length).toBeGreaterThan(15);
  });

  it('are read as facts: a card of 10.00 captured for 8.00', () => {
    const payment = paymentSchema.parse(jsonIn('examples/v2_payments_paymentId.get.200.get-payment-200-3.json'));
    expect(factsOf({ payment, captures: [], refunds: [] })).toMatchObject({ authorised: 1000, captures: [{ amount: 800, state: 'done' }], closed: true });
  });

  it('are read: captures, refunds, chargebacks, their lists, and events', () => {
    captureSchema.parse(jsonIn('fake-responses/capture.json'));
    expect(captureListSchema.parse(jsonIn('fake-responses/capture-list.json'))._embedded.captures).toHaveLength(1);
    refundSchema.parse(jsonIn('fake-responses/refund.json'));
    expect(refundListSchema.parse(jsonIn('fake-responses/refund-list.json'))._embedded.refunds).toHaveLength(1);
    chargebackSchema.parse(jsonIn('fake-responses/chargeback.json'));
    for (const name of examples(/captures(_captureId)?\.(get|post)\.20\d\.get-capture/)) captureSchema.parse(jsonIn(name));
    for (const name of examples(/refunds(_refundId)?\.(get|post)\.20\d\.(get|create)-refund/)) refundSchema.parse(jsonIn(name));
    for (const name of ['fake-responses/webhook-event.json', 'fake-events/blueprint.json', 'examples/v2_events_webhookEventId.get.200.get-webhook-event-200.json']) eventSchema.parse(jsonIn(name));
  });

  it('are read: every refusal says why', () => {
    const names = ['fake-responses/unprocessable-entity.json', ...examples(/\.(409|422|503)\.json$/)];
    for (const name of names) {
      const json = jsonIn(name);
      expect(problemOf({ status: 422, headers: new Headers(), text: '', json }).reason, name).not.toMatch(/without saying why/);
    }
    expect(names.length).toBeGreaterThan(8);
  });
});
