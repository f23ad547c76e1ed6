/** What the stock screens say, in both languages. */
import { defineWords, plural } from '../../shell/language.ts';

export const useStockWords = defineWords({
  title: 'Stock', description: 'What lies where, what is promised, and what may still be sold.',
  views: { skus: 'Products', expected: 'From suppliers', transfers: 'On the way', documents: 'Receipts and counts', differences: 'Differences with the ERP', partners: 'Differences with external warehouses' },
  search: 'Search stock', searchHint: 'Name, brand or SKU', location: 'Location', anyLocation: 'All locations', state: 'Show', anyState: 'Everything', kind: 'Kind', anyKind: 'Every kind',
  states: { out: 'Nothing to sell', low: 'Little to sell (5 or fewer)', broken: 'Promises that lost their goods', negative: 'More asked than there is' },
  ofProduct: (product: string) => `Only product ${product}`, clearProduct: 'Show all products',
  columns: { product: 'Product', onHand: 'On hand', reserved: 'Reserved', wanted: 'Wanted', available: 'To sell', inTransit: 'In transit', expected: 'Expected', locations: 'Locations' },
  list: 'Stock by product',
  noneTitle: 'No products found', none: 'No product answers to these filters. Take one away, or search for fewer words.',
  nothingTitle: 'No stock yet', nothing: 'Products appear here as soon as the catalogue has them; stock comes with receipts and counts.',
  transfers: { list: 'Internal shipments on their way', code: 'Load', from: 'From', to: 'To', left: 'Left', units: 'Units', orders: 'Orders', status: 'Status', handed: 'On its way', partly_received: 'Partly received', emptyTitle: 'Nothing is on its way', empty: 'When a location sends goods to another for a pickup, the load is shown here until it was received in full.' },
  documents: { list: 'Receipts, counts and corrections', when: 'When', kind: 'What', reference: 'Reference', products: 'Products', units: 'Units', found: 'More', missing: 'Fewer', damaged: 'Damaged', by: 'By', kinds: { receipt: 'Receipt', count: 'Count', correction: 'Correction' }, emptyTitle: 'Nothing was booked', empty: 'Receipts from suppliers, counts of shelves and corrections are listed here, newest first.' },
  partners: {
    list: 'Differences with external warehouses', product: 'Product', theirs: 'They counted', later: 'Told since', expected: 'They have', ours: 'We say', promised: 'For orders', book: 'Take over', bookOf: (name: string, place: string) => `Take over the figure of ${place} for ${name}`,
    emptyTitle: 'No differences', empty: 'An external warehouse counts its own stock. What differs from our books after its last messages stands here until somebody takes it over.',
  },
  differences: {
    list: 'Differences with the ERP', sku: 'SKU', state: 'State', theirs: 'ERP says', ours: 'We say', difference: 'Difference', foundAt: 'Seen', book: 'Take over', bookOf: (sku: string, place: string) => `Take over the ERP's figure of ${sku} at ${place}`,
    emptyTitle: 'No differences', empty: 'Where the ERP has the say over stock, its report is compared with our books; what differs is listed here.',
  },
  system: 'Spil', unknown: 'Somebody who is not here any more',
}, {
  title: 'Voorraad', description: 'Wat waar ligt, wat beloofd is, en wat nog verkocht mag worden.',
  views: { skus: 'Producten', expected: 'Van leveranciers', transfers: 'Onderweg', documents: 'Ontvangsten en tellingen', differences: 'Verschillen met het ERP', partners: 'Verschillen met externe magazijnen' },
  search: 'Zoek in de voorraad', searchHint: 'Naam, merk of SKU', location: 'Locatie', anyLocation: 'Alle locaties', state: 'Toon', anyState: 'Alles', kind: 'Soort', anyKind: 'Elke soort',
  states: { out: 'Niets te verkopen', low: 'Weinig te verkopen (5 of minder)', broken: 'Beloften die hun goederen kwijt zijn', negative: 'Meer gevraagd dan er is' },
  ofProduct: (product: string) => `Alleen product ${product}`, clearProduct: 'Toon alle producten',
  columns: { product: 'Product', onHand: 'Aanwezig', reserved: 'Gereserveerd', wanted: 'Gevraagd', available: 'Te verkopen', inTransit: 'Onderweg', expected: 'Verwacht', locations: 'Locaties' },
  list: 'Voorraad per product',
  noneTitle: 'Geen producten gevonden', none: 'Geen enkel product voldoet aan deze filters. Haal er een weg, of zoek op minder woorden.',
  nothingTitle: 'Nog geen voorraad', nothing: 'Producten staan hier zodra ze in de catalogus staan; voorraad komt met ontvangsten en tellingen.',
  transfers: { list: 'Interne zendingen onderweg', code: 'Lading', from: 'Van', to: 'Naar', left: 'Vertrokken', units: 'Stuks', orders: 'Bestellingen', status: 'Status', handed: 'Onderweg', partly_received: 'Deels ontvangen', emptyTitle: 'Er is niets onderweg', empty: 'Stuurt een locatie goederen naar een andere voor een afhaling, dan staat de lading hier tot alles ontvangen is.' },
  documents: { list: 'Ontvangsten, tellingen en correcties', when: 'Wanneer', kind: 'Wat', reference: 'Kenmerk', products: 'Producten', units: 'Stuks', found: 'Meer', missing: 'Minder', damaged: 'Beschadigd', by: 'Door', kinds: { receipt: 'Ontvangst', count: 'Telling', correction: 'Correctie' }, emptyTitle: 'Er is niets geboekt', empty: 'Ontvangsten van leveranciers, tellingen van schappen en correcties staan hier, de nieuwste bovenaan.' },
  partners: {
    list: 'Verschillen met externe magazijnen', product: 'Product', theirs: 'Zij telden', later: 'Sindsdien gemeld', expected: 'Zij hebben', ours: 'Wij zeggen', promised: 'Voor bestellingen', book: 'Overnemen', bookOf: (name: string, place: string) => `Neem het cijfer van ${place} over voor ${name}`,
    emptyTitle: 'Geen verschillen', empty: 'Een extern magazijn telt zijn eigen voorraad. Wat na de laatste meldingen van onze boeken verschilt, staat hier tot iemand het overneemt.',
  },
  differences: {
    list: 'Verschillen met het ERP', sku: 'SKU', state: 'Toestand', theirs: 'ERP zegt', ours: 'Wij zeggen', difference: 'Verschil', foundAt: 'Gezien', book: 'Overnemen', bookOf: (sku: string, place: string) => `Neem het cijfer van het ERP over voor ${sku} in ${place}`,
    emptyTitle: 'Geen verschillen', empty: 'Waar het ERP over de voorraad gaat, wordt zijn opgave met onze boeken vergeleken; wat verschilt staat hier.',
  },
  system: 'Spil', unknown: 'Iemand die hier niet meer is',
});

export const useSkuWords = defineWords({
  sizes: 'Other sizes and colours of this product', product: 'To the product', inactive: 'Not sold any more', correct: 'Correct stock', back: 'All stock',
  now: 'Now', past: (moment: string) => `As it was on ${moment}`, toNow: 'Back to now', pick: 'Moment', slide: 'Go back in time', hoursAgo: (n: number) => (n === 0 ? 'now' : n < 48 ? plural(n, 'hour ago', 'hours ago') : plural(Math.round(n / 24), 'day ago', 'days ago')),
  notRead: 'What was reserved then is still being read from the journal. Look again in a moment.',
  why: 'Why this may be sold', whyAt: (place: string) => `Why this may be promised in ${place}`, network: 'Whole network', scope: 'Figures of', channel: 'Channel', anyChannel: 'Any channel', delivery: 'Delivered', deliveries: { ship: 'To the customer', pickup: 'Pickup in a store', pickup_point: 'To a pickup point' }, openRule: (name: string) => `Open the rule “${name}”`, sell: 'To sell', step: 'Step', change: 'Change', left: 'Left', rule: 'Which rule', chart: 'From what lies there to what may be sold, step by step; the table beside it says the same.',
  unknownSteps: 'Some steps are not known of that moment; they took nothing away here, and nothing was guessed.', notKnown: 'not known', more: (n: number) => `and ${n} more`, fewer: 'show fewer',
  told: (name: string, n: number, when: string) => `${name} was told ${n} on ${when}.`, neverTold: (name: string) => `${name} was not told of this product yet.`, due: 'It is about to be told again.', problem: (reason: string) => `The channel refused it: ${reason}`,
  steps: { on_hand: 'On hand', picked: 'Picked for orders', damaged: 'Damaged', in_quarantine: 'To inspect', closed_locations: 'At closed locations', reserved: 'Reserved', broken: 'Promised, goods lost', kept_back: 'Kept back', excluded: 'Not to be taken for a while', excluded_location: 'Locations left out', pickup_only: 'For pickup there only', not_for_pickup: 'No pickup there', ring_fenced: 'Kept for other channels', safety_stock: 'Safety stock', threshold: 'Too few there', expected: 'Expected soon', waiting: 'Orders without a location', quarantined_orders: 'Orders in quarantine', channel_buffer: 'Buffer of the channel', not_below_zero: 'Never below zero' },
  meaning: { on_hand: 'Everything that lies at a location, in whatever state.', picked: 'Taken from the shelf for an order.', damaged: 'Cannot be sold as it is.', in_quarantine: 'Waits for inspection.', closed_locations: 'The location is not active.', reserved: 'Promised to an order.', broken: 'A count or sale took goods that were promised.', kept_back: 'Kept back by a rule.', excluded: 'Reported short; not asked again until it ends.', excluded_location: 'Nothing of these is sold by this channel.', pickup_only: 'Sold to who collects it there, never sent.', not_for_pickup: 'Sent from there, but not collected.', ring_fenced: 'Nobody else may sell it.', safety_stock: 'Stays at the location.', threshold: 'Fewer than the rule asks for: none is sold.', expected: 'On its way from a supplier, and soon enough.', waiting: 'Waiting for stock, or held.', quarantined_orders: 'Not taken in yet, counted as sold.', channel_buffer: 'Held back from this channel.', not_below_zero: 'More is promised than there is.' },
  because: {
    exclusion: (place: string, n: number, reason: string, until: string) => `${place}: ${n}, “${reason}”, until ${until}`, counting: 'a count was asked for', order: (number: string, n: number) => `order ${number}: ${n}`, onHold: 'on hold',
    quarantined: (orders: number) => plural(orders, 'order', 'orders'), rule: (name: string, n: number, place: string | null) => `“${name}”${place === null ? '' : `, ${place}`}: ${n}`, noPickup: (place: string, n: number) => `${place} hands nothing out: ${n}`, closed: (place: string, n: number) => `${place}: ${n}`, place: (place: string, n: number) => `${place} ${n}`,
  },
  byLocation: 'By location', total: 'Total', available: 'Can be promised', keptBack: 'Kept back', broken: 'Goods lost', reserved: 'Reserved', place: 'Location', onlyThis: (place: string) => `Show the figures of ${place}`,
  never: 'No location has or had this product. It appears with its first receipt.', then: 'No location had this product at that moment.',
  movements: { title: 'Movements', list: 'Movements, newest first', when: 'When', quantity: 'Units', from: 'From', to: 'To', cause: 'Because of', by: 'By', happened: (moment: string) => `Happened ${moment}`, order: (number: string) => `order ${number}`, emptyTitle: 'Nothing moved yet', empty: 'Receipts, picks, shipments, counts and returns of this product appear here.' },
}, {
  sizes: 'Andere maten en kleuren van dit product', product: 'Naar het product', inactive: 'Niet meer in de verkoop', correct: 'Voorraad corrigeren', back: 'Alle voorraad',
  now: 'Nu', past: (moment: string) => `Zoals het was op ${moment}`, toNow: 'Terug naar nu', pick: 'Moment', slide: 'Ga terug in de tijd', hoursAgo: (n: number) => (n === 0 ? 'nu' : n < 48 ? plural(n, 'uur geleden', 'uur geleden') : plural(Math.round(n / 24), 'dag geleden', 'dagen geleden')),
  notRead: 'Wat toen gereserveerd was, wordt nog uit het journaal gelezen. Kijk zo nog eens.',
  why: 'Waarom dit verkocht mag worden', whyAt: (place: string) => `Waarom dit in ${place} beloofd mag worden`, network: 'Hele netwerk', scope: 'Cijfers van', channel: 'Kanaal', anyChannel: 'Elk kanaal', delivery: 'Bezorgd', deliveries: { ship: 'Bij de klant', pickup: 'Afhalen in een winkel', pickup_point: 'Bij een afhaalpunt' }, openRule: (name: string) => `De regel “${name}” openen`, sell: 'Te verkopen', step: 'Stap', change: 'Verandering', left: 'Blijft over', rule: 'Welke regel', chart: 'Van wat er ligt tot wat verkocht mag worden, stap voor stap; de tabel ernaast zegt hetzelfde.',
  unknownSteps: 'Enkele stappen zijn van dat moment niet bekend; ze namen hier niets weg, en er is niets geraden.', notKnown: 'niet bekend', more: (n: number) => `en nog ${n}`, fewer: 'toon minder',
  told: (name: string, n: number, when: string) => `Aan ${name} is op ${when} verteld: ${n}.`, neverTold: (name: string) => `Aan ${name} is nog niets over dit product verteld.`, due: 'Dat wordt zo opnieuw verteld.', problem: (reason: string) => `Het kanaal weigerde het: ${reason}`,
  steps: { on_hand: 'Aanwezig', picked: 'Verzameld voor bestellingen', damaged: 'Beschadigd', in_quarantine: 'Te keuren', closed_locations: 'In gesloten locaties', reserved: 'Gereserveerd', broken: 'Beloofd, goederen kwijt', kept_back: 'Achtergehouden', excluded: 'Even niet te gebruiken', excluded_location: 'Locaties die niet meedoen', pickup_only: 'Alleen daar af te halen', not_for_pickup: 'Daar niet af te halen', ring_fenced: 'Voor andere kanalen bewaard', safety_stock: 'Veiligheidsvoorraad', threshold: 'Te weinig daar', expected: 'Binnenkort verwacht', waiting: 'Bestellingen zonder locatie', quarantined_orders: 'Bestellingen in quarantaine', channel_buffer: 'Buffer van het kanaal', not_below_zero: 'Nooit onder nul' },
  meaning: { on_hand: 'Alles wat in een locatie ligt, in welke toestand ook.', picked: 'Van het schap gehaald voor een bestelling.', damaged: 'Kan zo niet verkocht worden.', in_quarantine: 'Wacht op keuring.', closed_locations: 'De locatie is niet actief.', reserved: 'Beloofd aan een bestelling.', broken: 'Een telling of verkoop nam goederen die beloofd waren.', kept_back: 'Achtergehouden door een regel.', excluded: 'Gemeld als probleem; wordt niet gevraagd tot het afloopt.', excluded_location: 'Hiervan verkoopt dit kanaal niets.', pickup_only: 'Te koop voor wie het daar afhaalt, wordt niet verzonden.', not_for_pickup: 'Wordt wel verzonden, niet afgehaald.', ring_fenced: 'Niemand anders mag dit verkopen.', safety_stock: 'Blijft in de locatie.', threshold: 'Minder dan de regel vraagt: niets te koop.', expected: 'Onderweg van een leverancier, en op tijd.', waiting: 'Wachten op voorraad, of vastgehouden.', quarantined_orders: 'Nog niet aangenomen, telt als verkocht.', channel_buffer: 'Voor dit kanaal achtergehouden.', not_below_zero: 'Er is meer beloofd dan er is.' },
  because: {
    exclusion: (place: string, n: number, reason: string, until: string) => `${place}: ${n}, “${reason}”, tot ${until}`, counting: 'er is om een telling gevraagd', order: (number: string, n: number) => `bestelling ${number}: ${n}`, onHold: 'vastgehouden',
    quarantined: (orders: number) => plural(orders, 'bestelling', 'bestellingen'), rule: (name: string, n: number, place: string | null) => `“${name}”${place === null ? '' : `, ${place}`}: ${n}`, noPickup: (place: string, n: number) => `${place} geeft niets uit: ${n}`, closed: (place: string, n: number) => `${place}: ${n}`, place: (place: string, n: number) => `${place} ${n}`,
  },
  byLocation: 'Per locatie', total: 'Totaal', available: 'Te beloven', keptBack: 'Achtergehouden', broken: 'Goederen kwijt', reserved: 'Gereserveerd', place: 'Locatie', onlyThis: (place: string) => `Toon de cijfers van ${place}`,
  never: 'Geen locatie heeft of had dit product. Het verschijnt met de eerste ontvangst.', then: 'Geen locatie had dit product op dat moment.',
  movements: { title: 'Bewegingen', list: 'Bewegingen, de nieuwste bovenaan', when: 'Wanneer', quantity: 'Stuks', from: 'Van', to: 'Naar', cause: 'Door', by: 'Wie', happened: (moment: string) => `Gebeurd ${moment}`, order: (number: string) => `bestelling ${number}`, emptyTitle: 'Nog niets bewogen', empty: 'Ontvangsten, verzamelen, verzendingen, tellingen en retouren van dit product staan hier.' },
});

/** What an event did to goods. */
export const useCauses = defineWords({
  StockReceived: 'Receipt', StockCounted: 'Count', StockCorrected: 'Correction', ItemsPicked: 'Picked', ItemsPutBack: 'Put back', ItemsShorted: 'Reported as a problem', ItemsTransferred: 'Internal shipment sent', ItemsReceived: 'Internal shipment received',
  ItemsCollected: 'Collected', ParcelShipped: 'Shipped', ParcelLost: 'Lost', ItemsReturned: 'Returned', ReturnInspected: 'Inspected', OrderPlaced: 'Sold', ItemsCancelled: 'Cancelled', LoadReceived: 'Load received', DeliveryReady: 'Ready for pickup', ParcelDelivered: 'Delivered', ParcelReturning: 'Coming back', ItemsInspected: 'Inspected', SaleVoided: 'Receipt voided', ProductNamed: 'Product named',
}, {
  StockReceived: 'Ontvangst', StockCounted: 'Telling', StockCorrected: 'Correctie', ItemsPicked: 'Verzameld', ItemsPutBack: 'Teruggelegd', ItemsShorted: 'Gemeld als probleem', ItemsTransferred: 'Interne zending gestuurd', ItemsReceived: 'Interne zending ontvangen',
  ItemsCollected: 'Afgehaald', ParcelShipped: 'Verzonden', ParcelLost: 'Verloren', ItemsReturned: 'Retour', ReturnInspected: 'Gekeurd', OrderPlaced: 'Verkocht', ItemsCancelled: 'Geannuleerd', LoadReceived: 'Lading ontvangen', DeliveryReady: 'Klaar om af te halen', ParcelDelivered: 'Bezorgd', ParcelReturning: 'Komt terug', ItemsInspected: 'Gekeurd', SaleVoided: 'Bon ongedaan gemaakt', ProductNamed: 'Product benoemd',
});

export const useCorrectionWords = defineWords({
  title: 'Correct stock', how: 'What happened', count: 'I counted the shelf', correction: 'Goods changed', location: 'Location', choose: 'Choose a location', books: (n: number) => `By the books ${n} are sellable here.`, counted: 'Counted on the shelf', difference: (n: number) => (n === 0 ? 'As the books say.' : n > 0 ? `${n} more than the books say: booked as found.` : `${-n} fewer than the books say: booked as missing.`),
  from: 'They were', to: 'They are now', quantity: 'How many', reason: 'Reason', reasonHint: 'For whoever reads the movements later', save: 'Book', cancel: 'Cancel', missing: 'Missing', found: 'Found (extra)', done: 'Booked.', same: 'Choose another state than they had.', needed: 'This is needed.',
}, {
  title: 'Voorraad corrigeren', how: 'Wat is er gebeurd', count: 'Ik heb het schap geteld', correction: 'Goederen zijn veranderd', location: 'Locatie', choose: 'Kies een locatie', books: (n: number) => `Volgens de boeken zijn er hier ${n} verkoopbaar.`, counted: 'Geteld op het schap', difference: (n: number) => (n === 0 ? 'Zoals de boeken zeggen.' : n > 0 ? `${n} meer dan de boeken zeggen: geboekt als gevonden.` : `${-n} minder dan de boeken zeggen: geboekt als vermist.`),
  from: 'Ze waren', to: 'Ze zijn nu', quantity: 'Hoeveel', reason: 'Reden', reasonHint: 'Voor wie later de bewegingen leest', save: 'Boeken', cancel: 'Annuleren', missing: 'Vermist', found: 'Gevonden (extra)', done: 'Geboekt.', same: 'Kies een andere toestand dan ze hadden.', needed: 'Dit is nodig.',
});
