/** The rules of sourcing, all pure: check and choose a strategy, plan a delivery, and explain the plan. */
export { plan } from './plan.ts';
export { explain } from './explain.ts';
export { BUILT_IN_RULES, StrategyDocument, checkStrategy, chooseStrategy, defaultStrategy } from './strategy.ts';
export type { StrategyProblem } from './strategy.ts';
export { kilometres, metresBetween } from './distance.ts';
export { FILTER_WORDS, WHEN_WORDS } from './words.ts';
