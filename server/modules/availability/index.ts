/** The door of availability: what is where, then and now, and why so much of it may be sold. */
export { availabilityFollowers } from './history.ts';
export { availabilityRoutes } from './routes.ts';
