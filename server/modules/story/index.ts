/** The door of the story: everything that happened around an order, in one list, and who and what it is about. */
export { storyRoutes } from './routes.ts';
