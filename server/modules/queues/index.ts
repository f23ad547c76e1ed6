/** The door of the queues: what people must decide. */
export { queueDeadlinesKind } from './deadlines.ts';
export { queueRoutes } from './routes.ts';
