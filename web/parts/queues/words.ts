/** The words of the queues: what each is for, what can be done, and why things wait. */
import type { Answer } from '../../api/client.ts';
import { defineWords } from '../../shell/language.ts';

export type Queue = Answer<'listQueues'>['queues'][number];
export type QueueName = Queue['queue'];

export const useQueueWords = defineWords({
  names: { holds: 'Held orders', quarantine: 'Quarantine', conflicts: 'Differences with channels', refund_requests: 'Refunds to approve', payment_tasks: 'Payment tasks', parcels: 'Parcels to decide on', store_tasks: 'Tasks of locations', partner_tasks: 'Tasks about external warehouses', partner_differences: 'Stock differences with external warehouses', erp_differences: 'Stock differences with the ERP', erp_documents: 'Documents the ERP refused', messages: 'Messages that failed', dead_letters: 'Events that were not handled', due_work: 'Due and not done' },
  about: {
    holds: 'Orders whose work waits until somebody decides.', quarantine: 'Orders of channels that do not add up or cannot be read.', conflicts: 'The channel says one thing of an order, Spil another.', refund_requests: 'Money that customer service wants to give back.',
    payment_tasks: 'Money that does not move by itself.', parcels: 'Parcels that are lost or come back, and nobody has decided.', store_tasks: 'What locations were asked to do, such as counting a shelf.', partner_tasks: 'What an external warehouse sent or could not stop, and somebody must settle.', partner_differences: 'An external warehouse counts more or less than Spil.', erp_differences: 'The ERP counts more or less than Spil.', erp_documents: 'Orders, invoices and stock that the ERP did not take.',
    messages: 'What channels sent and Spil could not work on.', dead_letters: 'Reactions that failed several times and were put aside.', due_work: 'What was to happen at a moment and failed. It is tried again by itself, at growing intervals.',
  },
  empty: 'Nothing waits', waiting: (n: string) => `${n} waiting`, atLeast: (n: string) => `${n} or more`, overdue: (n: string) => `${n} overdue`, oldest: 'Oldest', mine: (n: string) => `${n} for you`, unassigned: (n: string) => `${n} without anybody`,
}, {
  names: { holds: 'Vastgehouden bestellingen', quarantine: 'Quarantaine', conflicts: 'Verschillen met kanalen', refund_requests: 'Terugbetalingen goed te keuren', payment_tasks: 'Taken rond betalingen', parcels: 'Pakketten om over te beslissen', store_tasks: 'Taken van locaties', partner_tasks: 'Taken rond externe magazijnen', partner_differences: 'Voorraadverschillen met externe magazijnen', erp_differences: 'Voorraadverschillen met het ERP', erp_documents: 'Documenten die het ERP weigerde', messages: 'Mislukte berichten', dead_letters: 'Niet verwerkte gebeurtenissen', due_work: 'Moest gebeuren en mislukte' },
  about: {
    holds: 'Bestellingen waarvan het werk wacht tot iemand beslist.', quarantine: 'Bestellingen van kanalen die niet kloppen of niet te lezen zijn.', conflicts: 'Het kanaal zegt iets anders over een bestelling dan Spil.', refund_requests: 'Geld dat de klantenservice wil teruggeven.',
    payment_tasks: 'Geld dat niet vanzelf beweegt.', parcels: 'Pakketten die zoek zijn of terugkomen, en waarover niemand heeft beslist.', store_tasks: 'Wat locaties is gevraagd, zoals een schap tellen.', partner_tasks: 'Wat een extern magazijn verstuurde of niet kon tegenhouden, en iemand moet regelen.', partner_differences: 'Een extern magazijn telt meer of minder dan Spil.', erp_differences: 'Het ERP telt meer of minder dan Spil.', erp_documents: 'Bestellingen, facturen en voorraad die het ERP niet aannam.',
    messages: 'Wat kanalen stuurden en Spil niet kon verwerken.', dead_letters: 'Reacties die meermaals mislukten en apart zijn gelegd.', due_work: 'Wat op een moment moest gebeuren en mislukte. Het wordt vanzelf opnieuw geprobeerd, met steeds langere tussenpozen.',
  },
  empty: 'Niets wacht', waiting: (n: string) => `${n} wachten`, atLeast: (n: string) => `${n} of meer`, overdue: (n: string) => `${n} te laat`, oldest: 'Oudste', mine: (n: string) => `${n} voor jou`, unassigned: (n: string) => `${n} van niemand`,
});
