/** The door of the office: what its people look things up with — the search, saved views, and everything of one person. */
export { rebuildSearch, searchFollowers } from './follow.ts';
export { officeRoutes } from './routes.ts';
