/** Makes the channels and external warehouses that are connected from their settings: which connector, where it is reached, and under which secrets. */
import { createMagento } from './connectors/magento/index.ts';
import type { MagentoOptions } from './connectors/magento/index.ts';
import { createShopify } from './connectors/shopify/index.ts';
import type { ShopifySettings } from './connectors/shopify/index.ts';
import { createThreePl } from './connectors/threepl/index.ts';
import type { ChannelDetails } from './modules/channels/index.ts';
import type { Channel } from './modules/channels/ports.ts';
import type { Fulfiller, PartnerSettings } from './modules/partners/index.ts';

export interface ConnectionOptions {
  /** The secret of a name; null when there is none. Channel `credentials: "webshop"` asks for `webshop-token` and, where webhooks are signed, `webshop-webhook`. */
  secret(name: string): string | null;
  now: () => Date;
  /** Told of a channel that cannot be connected, with a sentence that says what is missing. */
  report?: (channel: string, sentence: string) => void;
}

type Kind = (channel: ChannelDetails, secret: (part: string) => string, options: ConnectionOptions) => Channel;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Options that the connectors take besides address and secrets; those that are not there keep the connector's own default. */
const KINDS: Readonly<Record<string, Kind>> = {
  shopify: ({ code, settings }, secret, { now }) => {
    const { options } = settings;
    const given = { shop: text(options['shop']), baseUrl: settings.url ?? undefined, stockLocation: text(options['stockLocation']), apiVersion: text(options['apiVersion']) };
    return createShopify({ ...defined(given), code, accessToken: secret('token'), webhookSecret: secret('webhook'), now, locationMap: settings.locationMap, mail: settings.contract.mail } as ShopifySettings);
  },
  magento: ({ code, settings }, secret, { now }) => {
    const { options } = settings;
    if (settings.url === null) throw new Error('settings.url is missing: the address of the shop');
    const known = ['timeZone', 'storeCode', 'sourceCode', 'stockId', 'pricesIncludeTax', 'fees', 'onAccount', 'languages', 'refunds', 'shippingAmounts', 'bundles', 'carriers'];
    const further = Object.fromEntries(known.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
    return createMagento({ ...further, code, baseUrl: settings.url, token: secret('token'), now, storeLocations: settings.locationMap, contract: { money: settings.contract.money, mail: settings.contract.mail } } as MagentoOptions);
  },
};

const defined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The channels of these rows by code. Those without a connector (the till, the API) are left out; one that lacks something is left out and told. */
export function createChannels(rows: readonly ChannelDetails[], options: ConnectionOptions): Map<string, Channel> {
  const channels = new Map<string, Channel>();
  for (const row of rows) {
    const kind = KINDS[row.kind];
    if (!kind || !row.active) continue;
    try {
      channels.set(row.code, kind(row, (part) => {
        if (row.settings.credentials === null) throw new Error('settings.credentials is missing: the name under which its secrets are kept');
        const name = `${row.settings.credentials}-${part}`;
        const found = options.secret(name);
        if (found === null) throw new Error(`the secret "${name}" is missing`);
        return found;
      }, options));
    } catch (error) {
      options.report?.(row.code, error instanceof Error ? error.message : String(error));
    }
  }
  return channels;
}

/** How an external warehouse is called; null when it fetches its work itself. Throws, with the name of what is missing, where half of it is set. */
export function createFulfiller({ url, credentials }: PartnerSettings, { secret, now }: Pick<ConnectionOptions, 'secret' | 'now'>): Fulfiller | null {
  if (url === null) return null;
  const token = secret(`${credentials ?? ''}-token`);
  if (token === null) throw new Error(`the secret "${credentials ?? ''}-token" is missing`);
  return createThreePl({ baseUrl: url, token, now });
}
