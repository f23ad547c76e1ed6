/** The door of the partners: external warehouses, their work orders, what they tell, and their stock. */
export { rejectWork } from './answers.ts';
export { workOrder } from './present.ts';
export { partnerKind, partnerOf, partners, PARTNER_KIND } from './settings.ts';
export type { PartnerSettings } from './settings.ts';
export { bookDifference as bookPartnerDifference } from './stock-reports.ts';
export { askAfterSilence, finishPartnerTask } from './tasks.ts';
export { partnerFollowers, workNotGiven } from './submitting.ts';
export { partnerRoutes } from './routes.ts';
export type { Fulfiller, FulfillerOutcome, WorkOrder } from './ports.ts';
