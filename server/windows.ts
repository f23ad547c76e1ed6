/** The windows of an installation: which outside systems it is connected to, read from the environment, each with its client. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openIpPlaces, openTable } from './connectors/ip-places/index.ts';
import { createErp } from './connectors/erp/index.ts';
import { createByHandCarrier } from './connectors/labels/by-hand.ts';
import { createMollie, REPEATEDLY_CAPTURED } from './connectors/mollie/index.ts';
import { createGeocoder, readPostcodes } from './connectors/postcodes/index.ts';
import { createPostNL } from './connectors/postnl/index.ts';
import { createSmtpSender } from './connectors/smtp/index.ts';
import type { SmtpSender } from './connectors/smtp/index.ts';
import type { Clock } from './kernel/clock.ts';
import type { Erp } from './modules/feed/ports.ts';
import type { PaymentOperator } from './modules/payments/index.ts';
import type { Carrier } from './modules/shipping/index.ts';
import type { Windows } from './app.ts';

/** Where the outside systems are. What is missing is not connected: the doctor says so, and the screens do. */
export interface Addresses {
  mollie?: { url: string; apiKey: string; repeatedlyCaptured?: readonly string[] };
  postnl?: { url: string; apiKey: string; customerCode: string; customerNumber: string };
  smtp?: { url: string };
  erp?: { url: string; token: string; callsPerMinute: number };
  /** A CSV of postcodes with coordinates, finer than the regions that come with Spil. */
  postcodes?: string;
  /** Places of IP addresses: a MaxMind database (.mmdb) or a CSV of networks. */
  ipPlaces?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the addresses from the environment; refuses half a connection with the name of what is missing. */
export function addressesFrom(environment: Environment): Addresses {
  const given = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const needed = (name: string, because: string): string => {
    const value = given(name);
    if (value === undefined) throw new Error(`Set ${name}: ${because} is set, and it cannot be used without.`);
    return value;
  };
  const addresses: Addresses = {};
  const mollie = given('MOLLIE_API_KEY');
  if (mollie) addresses.mollie = { url: given('MOLLIE_URL') ?? 'https://api.mollie.com', apiKey: mollie, repeatedlyCaptured: given('MOLLIE_CAPTURED_REPEATEDLY')?.split(',') ?? REPEATEDLY_CAPTURED };
  const postnl = given('POSTNL_API_KEY');
  if (postnl) addresses.postnl = { url: given('POSTNL_URL') ?? 'https://api.postnl.nl', apiKey: postnl, customerCode: needed('POSTNL_CUSTOMER_CODE', 'POSTNL_API_KEY'), customerNumber: needed('POSTNL_CUSTOMER_NUMBER', 'POSTNL_API_KEY') };
  const smtp = given('SMTP_URL');
  if (smtp) addresses.smtp = { url: smtp };
  const erp = given('ERP_URL');
  if (erp) addresses.erp = { url: erp, token: needed('ERP_TOKEN', 'ERP_URL'), callsPerMinute: Number(given('ERP_CALLS_PER_MINUTE') ?? 60) };
  const postcodes = given('SPIL_POSTCODES');
  if (postcodes) addresses.postcodes = postcodes;
  const ipPlaces = given('SPIL_IP_DATABASE');
  if (ipPlaces) addresses.ipPlaces = ipPlaces;
  return addresses;
}

export interface OpenWindows extends Windows {
  sender: SmtpSender | null;
  erp: Erp | null;
  /** Where each is reached, by kind and code: `carrier-postnl`. As it was given, with secrets: not to be shown. */
  where: ReadonlyMap<string, string>;
  close(): void;
}

/** Opens the windows. `operators` may be added to by the composition (the channel as operator). */
export function openWindows(addresses: Addresses, clock: Clock): OpenWindows & { operators: Map<string, PaymentOperator>; carriers: Map<string, Carrier> } {
  const now = (): Date => new Date(clock.now());
  const operators = new Map<string, PaymentOperator>();
  // Without a carrier's system parcels still get a label: the own van, or whoever comes by.
  const byHand = createByHandCarrier();
  const carriers = new Map<string, Carrier>([[byHand.code, byHand]]);
  const { mollie, postnl, smtp, erp, postcodes, ipPlaces } = addresses;
  if (mollie) operators.set('mollie', createMollie({ apiKey: mollie.apiKey, baseUrl: mollie.url, now, repeatedlyCaptured: mollie.repeatedlyCaptured ?? REPEATEDLY_CAPTURED }));
  if (postnl) carriers.set('postnl', createPostNL({ apiKey: postnl.apiKey, baseUrl: postnl.url, customerCode: postnl.customerCode, customerNumber: postnl.customerNumber, now: () => clock.now(), newMessageId: () => randomBytes(6).toString('hex') }));
  const sender = smtp ? createSmtpSender({ url: smtp.url, now: () => clock.now() }) : null;
  const where = new Map([['payments-mollie', mollie?.url], ['carrier-postnl', postnl?.url], ['mail', smtp?.url], ['erp', erp?.url]].filter((entry): entry is [string, string] => entry[1] !== undefined));
  return {
    operators, carriers, sender, where,
    ips: ipPlaces === undefined ? openTable() : openIpPlaces(ipPlaces),
    geocoder: createGeocoder(postcodes === undefined ? null : readPostcodes(readFileSync(postcodes, 'utf8'))),
    erp: erp ? createErp({ baseUrl: erp.url, token: erp.token, callsPerMinute: erp.callsPerMinute, now: () => clock.now() }) : null,
    close: () => sender?.close(),
  };
}
