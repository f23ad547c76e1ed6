/** The door of self-service: the page on which customers follow and cancel their order, behind a signed link and without an account. */
export { linkTo, selfservicePersonalData } from './links.ts';
export { selfserviceRoutes } from './routes.ts';
export type { SelfserviceDeps } from './routes.ts';
