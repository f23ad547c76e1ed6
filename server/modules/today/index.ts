/** The door of today: what one location has to do now, over all kinds of work. */
export { todayRoutes } from './routes.ts';
