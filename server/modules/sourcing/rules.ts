/** The rules of sourcing, all pure: check and choose a strategy, plan a delivery, and explain the plan. */
export { plan } from './plan.ts';
export { explain } from './explain.ts';
export { explainByHand, optionsByHand, planByHand } from './by-hand.ts';
export type { BrokenRule, HandOption } from './by-hand.ts';
export { checkStrategy, chooseStrategy, defaultStrategy, STRATEGY_EXPRESSIONS } from './strategy.ts';
export { metresBetween } from './distance.ts';
