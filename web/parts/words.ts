/** One word for one thing, everywhere: statuses, stages, kinds and roles in both languages. */
import { defineWords } from '../shell/language.ts';

/** The word of a code; a code that is not known is shown as it is, with its underscores as spaces. */
export const wordOf = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code.replaceAll('_', ' ');

export const useOrderStatus = defineWords(
  { open: 'Open', waiting: 'On backorder', in_progress: 'In progress', ready: 'Ready for pickup', partly_shipped: 'Partly shipped', shipped: 'Shipped', complete: 'Complete', returned: 'Returned', cancelled: 'Cancelled' },
  { open: 'Open', waiting: 'Nalevering', in_progress: 'In behandeling', ready: 'Klaar om af te halen', partly_shipped: 'Deels verzonden', shipped: 'Verzonden', complete: 'Afgerond', returned: 'Retour', cancelled: 'Geannuleerd' },
);

export const useStage = defineWords(
  { open: 'Not assigned', waiting: 'On backorder', allocated: 'To pick', picked: 'Picked', packed: 'Packed', in_transfer: 'Between locations', shipped: 'On its way', at_pickup_point: 'At the pickup point', returning: 'Coming back', ready: 'Ready for pickup', collected: 'Collected', delivered: 'Delivered', returned: 'Returned', lost: 'Lost', cancelled: 'Cancelled' },
  { open: 'Niet toegewezen', waiting: 'Nalevering', allocated: 'Te verzamelen', picked: 'Verzameld', packed: 'Ingepakt', in_transfer: 'Tussen locaties', shipped: 'Onderweg', at_pickup_point: 'Bij het afhaalpunt', returning: 'Komt terug', ready: 'Klaar om af te halen', collected: 'Afgehaald', delivered: 'Bezorgd', returned: 'Retour', lost: 'Verloren', cancelled: 'Geannuleerd' },
);

export const useWorkStatus = defineWords(
  { assigned: 'To pick', picking: 'Picking', picked: 'To pack', packed: 'To hand over', in_transfer: 'Between locations', arrived: 'Arrived', ready: 'Ready for pickup', done: 'Done', cancelled: 'Cancelled' },
  { assigned: 'Te verzamelen', picking: 'Wordt verzameld', picked: 'In te pakken', packed: 'Over te dragen', in_transfer: 'Tussen locaties', arrived: 'Aangekomen', ready: 'Klaar om af te halen', done: 'Klaar', cancelled: 'Geannuleerd' },
);

export const useParcelStatus = defineWords(
  { packed: 'Label is being made', labelled: 'To hand over', shipped: 'On its way', at_pickup_point: 'At the pickup point', returning: 'Coming back', returned: 'Came back', delivered: 'Delivered', lost: 'Lost', unpacked: 'Unpacked' },
  { packed: 'Label wordt gemaakt', labelled: 'Over te dragen', shipped: 'Onderweg', at_pickup_point: 'Bij het afhaalpunt', returning: 'Komt terug', returned: 'Teruggekomen', delivered: 'Bezorgd', lost: 'Verloren', unpacked: 'Uitgepakt' },
);

export const useDeliveryKind = defineWords(
  { home: 'Home delivery', pickup: 'Pickup in a store', pickup_point: 'Pickup point', carry_out: 'Taken along', ship: 'Home delivery', transfer: 'Internal shipment' },
  { home: 'Thuisbezorging', pickup: 'Afhalen in de winkel', pickup_point: 'Afhaalpunt', carry_out: 'Direct meegenomen', ship: 'Thuisbezorging', transfer: 'Interne zending' },
);

export const useLocationKind = defineWords(
  { store: 'Store', warehouse: 'Warehouse', external_warehouse: 'External warehouse' },
  { store: 'Winkel', warehouse: 'Magazijn', external_warehouse: 'Extern magazijn' },
);

export const useRole = defineWords(
  { administrator: 'Administrator', operations: 'Operations', service: 'Customer service', finance: 'Finance', store: 'Store', channel: 'Sales channel', carrier: 'Carrier', fulfiller: 'External warehouse', erp: 'ERP', viewer: 'Viewer' },
  { administrator: 'Beheerder', operations: 'Operatie', service: 'Klantenservice', finance: 'Financiën', store: 'Winkel', channel: 'Verkoopkanaal', carrier: 'Vervoerder', fulfiller: 'Extern magazijn', erp: 'ERP', viewer: 'Meekijker' },
);

export const useStockState = defineWords(
  { sellable: 'Sellable', picked: 'Picked', in_transit: 'In transit', expected: 'Expected', damaged: 'Damaged', quarantine: 'To inspect', missing: 'Missing', found: 'Found', supplier: 'Supplier', customer: 'Customer' },
  { sellable: 'Verkoopbaar', picked: 'Verzameld', in_transit: 'Onderweg', expected: 'Verwacht', damaged: 'Beschadigd', quarantine: 'Te keuren', missing: 'Vermist', found: 'Gevonden', supplier: 'Leverancier', customer: 'Klant' },
);
