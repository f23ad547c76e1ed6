/** The command bar's words. */
import { defineWords } from '../../shell/language.ts';

export const useWords = defineWords({
  open: 'Search', placeholder: 'Search orders, customers, products, parcels …', label: 'Command bar', keys: (mac: boolean) => (mac ? '⌘ K' : 'Ctrl K'),
  groups: { recent: 'Recently opened', actions: 'Actions', pages: 'Pages', orders: 'Orders', customers: 'Customers', products: 'Products', parcels: 'Parcels', returns: 'Returns' },
  nothing: (typed: string) => `Nothing begins with “${typed}”. Try a number, a name, an e-mail address, a postal code with house number, or a barcode.`,
  short: 'Type two letters or digits.', start: 'Type part of a number, name, e-mail address, postal code, barcode or product.', busy: 'Searching …', failed: 'The search did not answer. Type on to try again.',
  ofOrder: (number: string) => `order ${number}`, unnamed: 'No name', noBarcode: 'No barcode', returned: (number: string) => `Return of order ${number}`,
  actions: { ordersLate: 'Show late orders', ordersHeld: 'Show orders on hold', ordersToday: 'Show what is to be done today', ordersReady: 'Show what is ready for pickup', dark: 'Dark or light', language: 'Nederlands' },
  help: { move: 'to move', open: 'to open', close: 'to close' },
}, {
  open: 'Zoeken', placeholder: 'Zoek bestellingen, klanten, producten, pakketten …', label: 'Zoekbalk', keys: (mac) => (mac ? '⌘ K' : 'Ctrl K'),
  groups: { recent: 'Kort geleden geopend', actions: 'Acties', pages: 'Pagina’s', orders: 'Bestellingen', customers: 'Klanten', products: 'Producten', parcels: 'Pakketten', returns: 'Retouren' },
  nothing: (typed) => `Niets begint met “${typed}”. Probeer een nummer, een naam, een e-mailadres, een postcode met huisnummer of een barcode.`,
  short: 'Typ twee letters of cijfers.', start: 'Typ een deel van een nummer, naam, e-mailadres, postcode, barcode of product.', busy: 'Zoeken …', failed: 'De zoekbalk kreeg geen antwoord. Typ verder om het opnieuw te proberen.',
  ofOrder: (number) => `bestelling ${number}`, unnamed: 'Geen naam', noBarcode: 'Geen barcode', returned: (number) => `Retour van bestelling ${number}`,
  actions: { ordersLate: 'Toon late bestellingen', ordersHeld: 'Toon vastgehouden bestellingen', ordersToday: 'Toon wat vandaag af moet', ordersReady: 'Toon wat klaar is om af te halen', dark: 'Donker of licht', language: 'English' },
  help: { move: 'om te kiezen', open: 'om te openen', close: 'om te sluiten' },
});
