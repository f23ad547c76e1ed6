/** The door of the locations: their shape, their calendars and the routes that keep them. */
import type { Address } from '../../kernel/address.ts';
import type { Calendar } from './calendar.ts';

export { dayIn, momentOf, nextShipping, isOpenAt, openAfter, openingOn, WEEKDAYS, zoneDate } from './calendar.ts';
export type { Calendar, Weekday } from './calendar.ts';

/** A store, warehouse or external warehouse. Its code is its identity and never changes. */
export interface Location {
  code: string;
  name: string;
  kind: 'store' | 'warehouse' | 'external_warehouse';
  size: 'small' | 'medium' | 'large';
  address: Address;
  latitude: number | null;
  longitude: number | null;
  calendar: Calendar;
  /** Orders a day; null is no limit. */
  capacity: number | null;
  capabilities: string[];
  stock_authority: 'spil' | 'erp' | '3pl';
  tags: string[];
  active: boolean;
}

export { putLocation, writeLocation } from './commands.ts';
export type { AddressLocator, LocationDeps } from './commands.ts';
export { CAPABILITIES, LocationBody } from './contract.ts';
export { listLocations, locationByCode, openingOf } from './queries.ts';
export type { LocationDetails } from './queries.ts';
export { locationRoutes } from './routes.ts';
