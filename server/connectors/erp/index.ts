/** The door to an ERP that offers the neutral interface. */
export { createErp, ErpUnavailable } from './client.ts';
export type { ErpOptions } from './client.ts';
