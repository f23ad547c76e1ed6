/** The door of the search: how keys are made, written and found. What is indexed, and who may look, is decided above. */
export { addKeys, findKeys, findSkus, forgetKeys, numberKeys, personKeys, replaceKeys, replaceSkuKeys, skuKeys } from './keys.ts';
export type { Found, SearchKey, SearchKind } from './keys.ts';
