/** The door of the customers: who orders, how they are reached, and their erasure. */
export { eraseContacts, readContacts, writeContact } from './contacts.ts';
export type { Contact } from './contacts.ts';
export { eraseCustomer, writeCustomer } from './commands.ts';
export type { CustomerDeps, CustomerFacts } from './commands.ts';
export { customersPersonalData } from './personal-data.ts';
export type { ErasureSubject, PersonalDataPlace } from './personal-data.ts';
export { CUSTOMER_KEEPERS, CUSTOMER_READERS } from './permissions.ts';
export { personOf, recordExport } from './person.ts';
export { customerUnknown } from './problems.ts';
export { customerDetails, findCustomer } from './queries.ts';
export { customerRoutes } from './routes.ts';
export { customerFollowers } from './reactions.ts';
