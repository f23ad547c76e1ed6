/** The words of the handover to the carrier and of past manifests. */
import { defineWords, plural } from '../../shell/language.ts';

export const useHandoverWords = defineWords({
  title: 'Hand over', past: 'Past handovers', carriers: 'Carrier', scan: 'Scan or type the barcode', scanned: (barcode: string, n: number, of: number) => `${barcode}: ${n} of ${of}`, again: (barcode: string) => `${barcode} was ticked already.`,
  unknown: (barcode: string) => `${barcode} is no parcel of this location.`, other: (barcode: string, carrier: string) => `${barcode} goes with ${carrier}. Put it on that pile.`, left: (barcode: string) => `${barcode} has left already.`, noLabel: (barcode: string) => `${barcode} is not announced yet. Look at its order.`,
  unsecured: 'Not paid for: take it off the pile', unsecuredScan: (barcode: string) => `The payment of ${barcode} is not secured. Take it off the pile; finance looks at it.`,
  pile: 'The pile', counted: (n: number, of: number) => `${n} of ${of} announced`, tickAll: 'Tick all', untickAll: 'Untick all', order: 'Order', parcel: 'Parcel', weight: 'Weight', missing: (n: number) => `${plural(n, 'parcel stays', 'parcels stay')} behind.`,
  driver: 'Name of who takes them along (not needed)', signature: 'Signature', signatureHint: 'Sign with a finger, a pen or the mouse. It is not needed.', clear: 'Clear', close: (n: number) => `Close handover: ${plural(n, 'parcel', 'parcels')}`, closeAnyway: 'Close, these stay behind', cancel: 'Cancel', sure: 'Not everything is ticked',
  sureText: (n: number, of: number) => `${n} of ${of} announced parcels are ticked. The others stay on the pile for the next handover.`, done: 'Handed over', doneText: (n: number) => `${plural(n, 'parcel has', 'parcels have')} left. The customers get their tracking link.`, print: 'Print the manifest', view: 'Look at the manifest', next: 'Back to Today',
  empty: 'Nothing to hand over', emptyText: 'Packed parcels lie here as soon as they have a label, one pile per carrier.', waiting: (n: number) => `${plural(n, 'parcel has', 'parcels have')} no label yet.`, waitingShow: 'Show them',
}, {
  title: 'Overdragen', past: 'Eerdere overdrachten', carriers: 'Vervoerder', scan: 'Scan of typ de barcode', scanned: (barcode: string, n: number, of: number) => `${barcode}: ${n} van ${of}`, again: (barcode: string) => `${barcode} was al aangevinkt.`,
  unknown: (barcode: string) => `${barcode} is geen pakket van deze locatie.`, other: (barcode: string, carrier: string) => `${barcode} gaat met ${carrier}. Leg het op die stapel.`, left: (barcode: string) => `${barcode} is al vertrokken.`, noLabel: (barcode: string) => `${barcode} is nog niet aangemeld. Kijk bij de bestelling.`,
  unsecured: 'Niet betaald: haal het van de stapel', unsecuredScan: (barcode: string) => `De betaling van ${barcode} is niet zeker. Haal het van de stapel; de administratie kijkt ernaar.`,
  pile: 'De stapel', counted: (n: number, of: number) => `${n} van ${of} aangemeld`, tickAll: 'Alles aanvinken', untickAll: 'Alles uitvinken', order: 'Bestelling', parcel: 'Pakket', weight: 'Gewicht', missing: (n: number) => `${plural(n, 'pakket blijft', 'pakketten blijven')} achter.`,
  driver: 'Naam van wie ze meeneemt (hoeft niet)', signature: 'Handtekening', signatureHint: 'Teken met een vinger, een pen of de muis. Het hoeft niet.', clear: 'Wissen', close: (n: number) => `Overdracht afsluiten: ${plural(n, 'pakket', 'pakketten')}`, closeAnyway: 'Afsluiten, deze blijven', cancel: 'Annuleren', sure: 'Niet alles is aangevinkt',
  sureText: (n: number, of: number) => `${n} van ${of} aangemelde pakketten zijn aangevinkt. De andere blijven liggen voor de volgende overdracht.`, done: 'Overgedragen', doneText: (n: number) => `${plural(n, 'pakket is', 'pakketten zijn')} vertrokken. De klanten krijgen hun volglink.`, print: 'Vervoerslijst afdrukken', view: 'Vervoerslijst bekijken', next: 'Terug naar Vandaag',
  empty: 'Niets over te dragen', emptyText: 'Ingepakte pakketten liggen hier zodra ze een label hebben, een stapel per vervoerder.', waiting: (n: number) => `${plural(n, 'pakket heeft', 'pakketten hebben')} nog geen label.`, waitingShow: 'Toon ze',
});

export const useManifestWords = defineWords({
  title: 'Past handovers', one: (carrier: string) => `Manifest ${carrier}`, list: 'Handovers, latest first', empty: 'No handovers yet', emptyText: 'Each closed handover is kept here with its parcels, what stayed behind and the signature.', back: 'Past handovers', toHandover: 'Hand over',
  handedOver: 'Handed over', announced: 'Announced', stayed: 'Stayed behind', by: (name: string) => `closed by ${name}`, signedBy: (name: string) => `signed by ${name}`, signature: 'Signature', print: 'Print', open: 'Open the document', more: 'Show earlier ones', parcels: 'Parcels', order: 'Order', parcel: 'Parcel', barcode: 'Barcode', weight: 'Weight', status: 'Status',
}, {
  title: 'Eerdere overdrachten', one: (carrier: string) => `Vervoerslijst ${carrier}`, list: 'Overdrachten, laatste eerst', empty: 'Nog geen overdrachten', emptyText: 'Elke afgesloten overdracht blijft hier staan, met de pakketten, wat achterbleef en de handtekening.', back: 'Eerdere overdrachten', toHandover: 'Overdragen',
  handedOver: 'Meegegeven', announced: 'Aangemeld', stayed: 'Achtergebleven', by: (name: string) => `afgesloten door ${name}`, signedBy: (name: string) => `getekend door ${name}`, signature: 'Handtekening', print: 'Afdrukken', open: 'Document openen', more: 'Toon eerdere', parcels: 'Pakketten', order: 'Bestelling', parcel: 'Pakket', barcode: 'Barcode', weight: 'Gewicht', status: 'Status',
});
