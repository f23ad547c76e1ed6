/** The office's menu: pages by what one comes to do, and the roles they are for. */
import { IconBuildingWarehouse, IconChartBar, IconClipboardList, IconDevices, IconHierarchy2, IconHome, IconKey, IconMail, IconMapPin, IconPlugConnected, IconReceipt2, IconShoe, IconTag, IconUsers, IconUserCog } from '@tabler/icons-react';
import { defineWords } from '../shell/language.ts';
import type { Me } from '../shell/session.ts';

type Page = 'overview' | 'orders' | 'customers' | 'queues' | 'stock' | 'products' | 'priceLists' | 'locations' | 'insight' | 'rules' | 'messages' | 'connections' | 'people' | 'apiKeys' | 'devices';
interface Entry { page: Page; to: string; icon: typeof IconHome; roles?: readonly Me['roles'][number][] }

export const NAVIGATION: readonly { group: 'work' | 'goods' | 'steer' | 'manage'; pages: readonly Entry[] }[] = [
  { group: 'work', pages: [
    { page: 'overview', to: '/', icon: IconHome },
    { page: 'orders', to: '/orders', icon: IconReceipt2, roles: ['operations', 'service', 'finance', 'viewer'] },
    { page: 'customers', to: '/customers', icon: IconUsers, roles: ['operations', 'service', 'finance'] },
    { page: 'queues', to: '/queues', icon: IconClipboardList, roles: ['operations', 'service', 'finance'] },
  ] },
  { group: 'goods', pages: [
    { page: 'stock', to: '/stock', icon: IconBuildingWarehouse, roles: ['operations', 'service', 'viewer'] },
    { page: 'products', to: '/products', icon: IconShoe },
    { page: 'priceLists', to: '/price-lists', icon: IconTag },
    { page: 'locations', to: '/locations', icon: IconMapPin },
  ] },
  { group: 'steer', pages: [
    { page: 'insight', to: '/insight', icon: IconChartBar, roles: ['operations', 'finance', 'service', 'viewer'] },
    { page: 'rules', to: '/rules', icon: IconHierarchy2, roles: ['operations', 'service', 'finance', 'viewer'] },
    { page: 'messages', to: '/messages', icon: IconMail, roles: ['operations', 'service', 'finance', 'viewer'] },
  ] },
  { group: 'manage', pages: [
    { page: 'connections', to: '/connections', icon: IconPlugConnected, roles: ['operations', 'viewer'] },
    { page: 'people', to: '/people', icon: IconUserCog, roles: ['administrator'] },
    { page: 'apiKeys', to: '/api-keys', icon: IconKey, roles: ['administrator'] },
    { page: 'devices', to: '/devices', icon: IconDevices, roles: ['administrator'] },
  ] },
];

export const useNavigationWords = defineWords({
  groups: { work: 'Work', goods: 'Goods', steer: 'Steer', manage: 'Manage' },
  pages: { overview: 'Overview', orders: 'Orders', customers: 'Customers', queues: 'Queues', stock: 'Stock', products: 'Products', priceLists: 'Price lists', locations: 'Locations', insight: 'Insight', rules: 'Rules', messages: 'Messages', connections: 'Connections', people: 'People', apiKeys: 'API keys', devices: 'Devices' },
}, {
  groups: { work: 'Werk', goods: 'Goederen', steer: 'Sturen', manage: 'Beheer' },
  pages: { overview: 'Overzicht', orders: 'Bestellingen', customers: 'Klanten', queues: 'Werklijsten', stock: 'Voorraad', products: 'Producten', priceLists: 'Prijslijsten', locations: 'Locaties', insight: 'Inzicht', rules: 'Regels', messages: 'Berichten', connections: 'Koppelingen', people: 'Mensen', apiKeys: 'API-sleutels', devices: 'Apparaten' },
});
