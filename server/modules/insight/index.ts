/** The door of insight: figures of what happened, and what stands where now. */
export { FIGURES_FOLLOWER, insightFollowers } from './reactions.ts';
export { insightRoutes } from './routes.ts';
export { forgetFigures } from './tables.ts';
