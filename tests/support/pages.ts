/** Every page of the screens, with the role that uses it and an address that shows something; a test holds this list to the routers. */
import type { Busy } from './busy.ts';
import type { WindowOptions } from './screens.ts';

export interface ScreenPage {
  name: string;
  /** As in the router: the door and its path. */
  route: string;
  address: string;
  as: WindowOptions['as'];
  /** The phone is its first home: it is looked at there too. */
  phone: boolean;
}

export const STORE_PERSON = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
export const OFFICE_PERSON = { name: 'Karin van Dalen', roles: ['administrator'] } as const;

/** Addresses of the store's, office's and sandbox's pages, filled with the things of a busy day. */
export function pagesOf(busy: Busy): ScreenPage[] {
  const wave = busy.fresh.flatMap(({ fulfilments }) => fulfilments.map(({ id }) => id)).join(',');
  const [first] = busy.skus;
  const store: Record<string, string> = {
    '/today': '/today', '/work/$fulfilment': `/work/${busy.fresh[0]?.fulfilments[0]?.id ?? ''}`, '/wave': `/wave?work=${encodeURIComponent(`"${wave}"`)}`, '/handover': '/handover', '/manifests': '/manifests', '/manifests/$manifest': `/manifests/${busy.manifest}`, '/device': '/device',
    '/pickups': '/pickups', '/pickups/$order/$delivery': `/pickups/${busy.ready.id}/1`, '/incoming': '/incoming', '/incoming/$code': `/incoming/${busy.load}`, '/incoming/expected/$reference': `/incoming/expected/${busy.receipt}`, '/sending': '/sending', '/sending/$replenishment': `/sending/${busy.replenishment}`, '/returns': '/returns', '/returns/$order': `/returns/${busy.delivered.id}`, '/returns/inspect/$return': `/returns/inspect/${busy.return}`, '/exchange/$order': `/exchange/${busy.delivered.id}`,
    '/till': '/till', '/stock': '/stock', '/counts': '/counts', '/counts/$session': `/counts/${busy.session}`,
  };
  const office: Record<string, string> = {
    '/': '/', '/orders': '/orders', '/orders/$order': `/orders/${busy.delivered.id}`, '/customers': '/customers', '/customers/$customer': `/customers/${busy.customer}`, '/queues': '/queues', '/queues/$queue': '/queues/holds',
    '/stock': '/stock', '/stock/$sku': `/stock/${first?.sku ?? ''}`, '/stock/expected/$reference': `/stock/expected/${busy.receipt}`, '/products': '/products', '/products/$product': `/products/${first?.product ?? ''}`, '/price-lists': '/price-lists', '/price-lists/$list': '/price-lists/standard',
    '/locations': '/locations', '/locations/$location': '/locations/utrecht', '/insight': '/insight', '/insight/orders': '/insight/orders?figure=rejection_rate', '/rules': '/rules', '/rules/$kind/$name': '/rules/strategy/default',
    '/messages': '/messages', '/messages/$kind': '/messages/parcel_shipped', '/connections': '/connections', '/connections/$connection': '/connections/mail', '/people': '/people', '/api-keys': '/api-keys', '/devices': '/devices',
  };
  const sandbox: Record<string, string> = { '/': '/', '/shop': '/shop?shop=app', '/shop/checkout': '/shop/checkout?shop=app', '/shop/orders/$shop/$number': `/shop/orders/app/${encodeURIComponent(busy.ready.externalNumber)}`, '/mailbox': '/mailbox?mail=1', '/parcels': '/parcels', '/payments': '/payments', '/faults': '/faults', '/erp': '/erp', '/robots': '/robots' };
  const nameOf = (door: string, route: string): string => `${door}-${route.replaceAll(/[$/]+/g, '-').replaceAll(/^-|-$/g, '') || 'overview'}`;
  return [
    ...Object.entries(store).map(([route, address]) => ({ name: nameOf('store', route), route: `store ${route}`, address: `/store/utrecht${address}`, as: STORE_PERSON, phone: true })),
    ...Object.entries(office).map(([route, address]) => ({ name: nameOf('office', route), route: `office ${route}`, address: `/office${address === '/' ? '' : address}`, as: OFFICE_PERSON, phone: false })),
    ...Object.entries(sandbox).map(([route, address]) => ({ name: nameOf('sandbox', route), route: `sandbox ${route}`, address: `/sandbox${address}`, as: null, phone: true })),
  ];
}
