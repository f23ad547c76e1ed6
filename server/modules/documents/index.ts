/** The door of the documents: settings in checked versions, the expressions they are written in, and how versioned master data is kept. */
export { installDocument, reviseDocument } from './commands.ts';
export type { DocumentDeps } from './commands.ts';
export { formerThen, keepFormer } from './former.ts';
export { compileExpression } from './expressions.ts';
export type { Callable, Expression, Field, Vocabulary } from './expressions.ts';
export { kindsByName } from './kinds.ts';
export type { DocumentKind, DocumentProblem, ExpressionPlace } from './kinds.ts';
export { expectedVersion, pageOf, putVersioned, raiseEpoch, replaceRows, sendAfter } from './master-data.ts';
export { activeDocument, activeDocuments } from './queries.ts';
export type { DocumentVersion } from './queries.ts';
export { documentRoutes } from './routes.ts';
