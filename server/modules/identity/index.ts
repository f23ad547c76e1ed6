/** The door of identity: who sends a request, and the accounts there are. */
export { authenticator } from './authenticator.ts';
export type { Authenticator } from './authenticator.ts';
export { createKey, createPerson, setPassword } from './commands.ts';
export type { KeyRequest, PersonRequest } from './commands.ts';
export { ROLES } from './contract.ts';
export { namesOf } from './names.ts';
export { trivialPin } from './pin-rules.ts';
export { identityRoutes } from './routes.ts';
export type { IdentityDeps } from './deps.ts';
export { openSessions } from './sessions.ts';
export type { Sessions } from './sessions.ts';
export type { SessionOptions } from './auth.ts';
