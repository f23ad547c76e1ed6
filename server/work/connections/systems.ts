/** Which outside systems there are: those of the settings, those of the environment, and those that get webhooks. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { wire } from '../../kernel/wire.ts';
import { listChannels } from '../../modules/channels/index.ts';
import type { Channel } from '../../modules/channels/ports.ts';
import type { Follower } from '../../modules/books/index.ts';
import { partners } from '../../modules/partners/index.ts';
import { listSubscriptions } from '../../modules/feed/index.ts';
import type { GuardOptions, SubscriptionRow } from '../../modules/feed/index.ts';
import type { OpenWindows } from '../../windows.ts';
import { observed } from './calls.ts';
import type { CallRecorder } from './calls.ts';
import type { KINDS } from './contract.ts';
import type { OutQueue } from './queues.ts';

export interface ConnectionDeps {
  database: Database;
  clock: Clock;
  windows: OpenWindows;
  /** Channels that are connected now. */
  channels(): ReadonlyMap<string, Channel>;
  followers: readonly Follower[];
  calls: CallRecorder;
  /** What webhooks are changed with. */
  webhooks: { secret: string; guard: GuardOptions };
}

export interface System {
  id: string;
  kind: (typeof KINDS)[number];
  code: string;
  name: string;
  connector: string;
  address: string | null;
  /** Why it is not called; null when it is. */
  off: string | null;
  /** It calls us, and is never called. */
  inward: boolean;
  queues: readonly OutQueue[];
  subscription: SubscriptionRow | null;
}

/** More than a retailer has; the list is read whole. */
const MOST = 200;

export const systemOfPartner = (location: string): string => `partner-${location}`;
export const systemOfChannel = (code: string): string => `channel-${code}`;

/** The windows with every call through them noted. */
export function observedWindows<W extends OpenWindows>(windows: W, calls: CallRecorder): W {
  const all = <P extends object>(ports: ReadonlyMap<string, P>, kind: string): Map<string, P> => new Map([...ports].map(([code, port]) => [code, observed(port, `${kind}-${code}`, calls)]));
  return {
    ...windows, operators: all(windows.operators, 'payments'), carriers: all(windows.carriers, 'carrier'),
    sender: windows.sender && observed(windows.sender, 'mail', calls), erp: windows.erp && observed(windows.erp, 'erp', calls),
  };
}

/** An address without what would let somebody in: names, passwords and parameters. */
export function plainAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

const plain = { off: null, inward: false, subscription: null } as const;

/** All outside systems, and Spil's own reactions as the last. */
export async function systemsOf({ database, windows, channels }: ConnectionDeps): Promise<System[]> {
  const [{ items }, subscriptions, warehouses] = await Promise.all([listChannels(database, { limit: MOST }), listSubscriptions(database, null, MOST), partners(database)]);
  const where = (name: string): string | null => { const address = windows.where.get(name); return address === undefined ? null : plainAddress(address); };
  const connected = channels();
  return [
    ...items.map(({ code, name, kind, active, settings }): System => {
      const inward = !connected.has(code) && settings.url === null && settings.credentials === null;
      const off = !active ? 'inactive' : connected.has(code) || inward ? null : 'not_connected';
      return { ...plain, id: systemOfChannel(code), kind: 'channel', code, name, connector: kind, address: settings.url === null ? null : plainAddress(settings.url), off, inward, queues: inward ? [] : ['messages', 'notices', 'figures'] };
    }),
    ...[...warehouses].map(([code, { name, url }]): System => ({ ...plain, id: systemOfPartner(code), kind: 'partner', code, name, connector: '3pl', address: url === null ? null : plainAddress(url), inward: url === null, queues: url === null ? [] : ['works'] })),
    // A carrier without an address is a label of our own: there is nobody to call.
    ...[...windows.carriers.values()].filter(({ code }) => windows.where.has(`carrier-${code}`)).map(({ code, name }): System => ({ ...plain, id: `carrier-${code}`, kind: 'carrier', code, name, connector: code, address: where(`carrier-${code}`), queues: ['labels', 'tracking'] })),
    ...[...windows.operators.keys()].filter((code) => windows.where.has(`payments-${code}`)).map((code): System => ({ ...plain, id: `payments-${code}`, kind: 'payments', code, name: code.charAt(0).toUpperCase() + code.slice(1), connector: code, address: where(`payments-${code}`), queues: ['money', 'looks'] })),
    { ...plain, id: 'mail', kind: 'mail', code: 'mail', name: where('mail')?.replace(/^\w+:\/\//, '') ?? 'SMTP', connector: 'smtp', address: where('mail'), off: windows.sender ? null : 'not_set_up', queues: ['mails'] },
    { ...plain, id: 'erp', kind: 'erp', code: 'erp', name: 'ERP', connector: 'erp', address: where('erp'), off: windows.erp ? null : 'not_set_up', queues: ['documents'] },
    ...subscriptions.map((row): System => ({
      ...plain, id: `webhook-${wire('webhook', row.id)}`, kind: 'webhook', code: wire('webhook', row.id), name: row.description ?? new URL(row.url).host, connector: 'webhook', address: plainAddress(row.url), off: row.active ? null : 'inactive', queues: [], subscription: row,
    })),
    { ...plain, id: 'reactions', kind: 'reactions', code: 'reactions', name: 'Spil', connector: 'spil', address: null, queues: [] },
  ];
}
