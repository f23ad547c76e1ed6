/** The door to external warehouses that take work orders over our JSON interface. */
export { createThreePl } from './client.ts';
export type { ThreePlOptions } from './client.ts';
