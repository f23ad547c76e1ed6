/** The door of sourcing: who delivers what, why, and what else there was. */
export * from './types.ts';
export { availabilityOf, STEP_NAMES } from './availability.ts';
export type { Availability, AvailabilityStep, Because, StepName, StockExclusion, StockFigures, StockPlace, UnplacedDemand } from './availability.ts';
export { assign, assignedSlice } from './work-orders.ts';
export type { Assignment, AssignOptions, ByHand, DecisionCause, DecisionInputs, DecisionOutcome } from './work-orders.ts';
export { candidatesThen, explainAgain } from './explanation.ts';
export type { ExplainedDecision, KeptDecision } from './explanation.ts';
export { readDecisions } from './queries.ts';
export { SOURCING_EVENTS } from './events.ts';
export type { FulfilmentAssigned } from './events.ts';
export { candidatesOf, WORLD_COLUMNS, worldSource } from './world.ts';
export type { ChannelSettings, World, WorldRow, WorldSource } from './world.ts';
export { checkStrategy, chooseStrategy, defaultStrategy, explain, optionsByHand, plan, STRATEGY_EXPRESSIONS } from './rules.ts';
export type { BrokenRule, HandOption } from './rules.ts';
export { arrivesOn } from './arrival.ts';
export { metresBetween } from './distance.ts';
