/** The words of the form for what channels may sell. */
import { defineWords, plural } from '../../shell/language.ts';

export const useSellingWords = defineWords({
  name: 'Name', priority: 'Order among the documents', priorityHelp: 'The lowest number is read first; stock that is kept for channels is filled in this order.', when: 'For which channels', whenHelp: 'An expression over channel. "true" is for every channel, such as channel.kind == "shopify" for some. Ctrl-Space shows what you can use.',
  rules: 'Rules', rulesNone: 'No rule yet: everything that can be promised may be sold.', rulesHelp: 'All that apply count; of several of a kind the strictest.', add: 'Add a rule', ruleName: 'Name of the rule', remove: (name: string) => `Remove the rule ${name}`, up: (name: string) => `Move the rule ${name} up`, down: (name: string) => `Move the rule ${name} down`,
  effect: 'What it does', applies: 'Where it applies',
  effects: {
    safety_stock: { name: 'Keep safety stock', help: 'So many stay at each location.' }, threshold: { name: 'Sell nothing of a few', help: 'A location with fewer than this sells none.' }, channel_buffer: { name: 'Hold back from the channel', help: 'Over all locations together.' },
    ring_fence: { name: 'Keep for channels', help: 'Nobody else may sell it, and no order of others gets it.' }, excluded: { name: 'Leave the location out', help: 'Nothing of it is sold, and no order gets it.' }, pickup_only: { name: 'Pickup only', help: 'Sold for pickup there, never sent from there.' },
    not_for_pickup: { name: 'No pickup', help: 'Cannot be collected there.' }, nearest: { name: 'Only the nearest stores', help: 'For pickup only so many stores are shown.' }, expected: { name: 'Sell what is expected', help: 'Supplies that come within so many days count as well.' },
  },
  units: 'Units', below: 'Fewer than', percent: 'Per cent', days: 'Days ahead', stores: 'Stores', measure: 'Measure', inUnits: 'In units', inPercent: 'In per cent', forChannels: 'For these channels', by: 'Near what', bys: { ip: 'The customer’s IP address', place: 'The place they give' },
  knows: {
    all: 'Knows channel, product, location, delivery ("ship", "pickup", "pickup_point") and available. "true" applies everywhere.', network: 'Knows channel, product and delivery. "true" applies to everything.',
    place: 'Knows product and location: it holds against every other channel. "true" applies everywhere.', channel: 'Knows channel. "true" applies to every channel.',
  },
  impact: 'What would change', impactHelp: 'Worked out over the stock of this moment, by the same rules that will be in force. Nothing is written.', show: 'Show what would change', delivery: 'For', deliveries: { ship: 'Sending', pickup: 'Pickup' },
  channel: 'Channel', now: 'To sell now', then: 'Then', gained: 'More', lost: 'Less', most: 'Most changed', moved: (units: number, skus: number) => `${plural(units, 'unit', 'units')} of ${plural(skus, 'product', 'products')}`, soldOut: (n: number) => `${n} sold out`,
  looked: (n: number, all: boolean) => (all ? `All ${plural(n, 'product', 'products')} were looked at.` : `The first ${n} products were looked at; there are more.`),
}, {
  name: 'Naam', priority: 'Volgorde onder de documenten', priorityHelp: 'Het laagste nummer wordt het eerst gelezen; voorraad die voor kanalen bewaard wordt, wordt in deze volgorde gevuld.', when: 'Voor welke kanalen', whenHelp: 'Een uitdrukking over channel. "true" is voor elk kanaal, of channel.kind == "shopify" voor sommige. Ctrl-spatie toont wat je kunt gebruiken.',
  rules: 'Regels', rulesNone: 'Nog geen regel: alles wat beloofd kan worden mag verkocht worden.', rulesHelp: 'Alle regels die gelden tellen; van meer regels van één soort de strengste.', add: 'Regel toevoegen', ruleName: 'Naam van de regel', remove: (name: string) => `Verwijder de regel ${name}`, up: (name: string) => `Zet de regel ${name} hoger`, down: (name: string) => `Zet de regel ${name} lager`,
  effect: 'Wat zij doet', applies: 'Waar zij geldt',
  effects: {
    safety_stock: { name: 'Veiligheidsvoorraad houden', help: 'Zoveel blijft er in elke locatie.' }, threshold: { name: 'Van weinig niets verkopen', help: 'Een locatie met minder dan dit verkoopt er geen.' }, channel_buffer: { name: 'Achterhouden voor het kanaal', help: 'Over alle locaties samen.' },
    ring_fence: { name: 'Bewaren voor kanalen', help: 'Niemand anders mag het verkopen, en geen andere bestelling krijgt het.' }, excluded: { name: 'Locatie weglaten', help: 'Er wordt niets van verkocht, en geen bestelling krijgt het.' }, pickup_only: { name: 'Alleen afhalen', help: 'Te koop om daar af te halen, wordt er niet vandaan verzonden.' },
    not_for_pickup: { name: 'Niet afhalen', help: 'Kan daar niet afgehaald worden.' }, nearest: { name: 'Alleen de dichtstbijzijnde winkels', help: 'Voor afhalen worden maar zoveel winkels getoond.' }, expected: { name: 'Verkopen wat verwacht wordt', help: 'Leveringen die binnen zoveel dagen komen tellen mee.' },
  },
  units: 'Stuks', below: 'Minder dan', percent: 'Procent', days: 'Dagen vooruit', stores: 'Winkels', measure: 'Maat', inUnits: 'In stuks', inPercent: 'In procenten', forChannels: 'Voor deze kanalen', by: 'Dicht bij wat', bys: { ip: 'Het IP-adres van de klant', place: 'De plaats die zij geven' },
  knows: {
    all: 'Kent channel, product, location, delivery ("ship", "pickup", "pickup_point") en available. "true" geldt overal.', network: 'Kent channel, product en delivery. "true" geldt voor alles.',
    place: 'Kent product en location: het geldt tegen elk ander kanaal. "true" geldt overal.', channel: 'Kent channel. "true" geldt voor elk kanaal.',
  },
  impact: 'Wat er zou veranderen', impactHelp: 'Uitgerekend over de voorraad van dit moment, met dezelfde regels die van kracht worden. Er wordt niets geschreven.', show: 'Toon wat er zou veranderen', delivery: 'Voor', deliveries: { ship: 'Verzenden', pickup: 'Afhalen' },
  channel: 'Kanaal', now: 'Nu te koop', then: 'Dan', gained: 'Meer', lost: 'Minder', most: 'Verandert het meest', moved: (units: number, skus: number) => `${plural(units, 'stuk', 'stuks')} van ${plural(skus, 'product', 'producten')}`, soldOut: (n: number) => `${n} uitverkocht`,
  looked: (n: number, all: boolean) => (all ? `Alle ${plural(n, 'product', 'producten')} zijn bekeken.` : `De eerste ${n} producten zijn bekeken; er zijn er meer.`),
});
