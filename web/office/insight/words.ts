/** The words of insight's pages. */
import { defineWords } from '../../shell/language.ts';

export const useWords = defineWords({
  title: 'Insight', description: 'How the company does, and which orders stand behind each figure.', figures: 'Figures', now: 'Now', views: 'What to show', period: 'Period', location: 'Location', channel: 'Channel', allLocations: 'All locations', allChannels: 'All channels',
  presets: { week: 'Last 7 days', month: 'Last 28 days', quarter: 'Last 90 days', today: 'Today' },
  groups: { sales: 'Sales', delivery: 'Delivery', stores: 'Locations', back: 'Coming back' },
  before: (days: number) => (days === 1 ? 'against the day before' : `against the ${days} days before`), unchanged: 'unchanged', better: 'better', worse: 'worse', nothing: 'nothing to measure in these days', noBefore: 'nothing to compare with',
  about: (name: string) => `What is ${name}?`, look: (name: string) => `Look at ${name}`, close: 'Close', chart: 'Chart', table: 'Table', shown: 'Show as', day: 'Day', hour: 'Hour', value: 'Value', counted: 'Counted', ofAll: 'Of', ninety: 'Nine in ten within', median: 'Median',
  by: { location: 'By location', channel: 'By channel', reason: 'By reason' }, split: 'Divide', name: 'Name', behind: 'Orders behind it',
  noPartsText: 'As soon as something is measured in this period, it is divided here.', perOrder: 'This figure is of whole orders: it cannot be divided by location.',
  trend: (name: string) => `${name} by day`, nowText: 'Live: what stands where at this moment.', compact: (top: string, bottom: string) => `${top} of ${bottom}`, measured: (n: string) => `${n} measured`,
  onlyLocation: 'Of one location only its own figures are known.',
}, {
  title: 'Inzicht', description: 'Hoe het bedrijf het doet, en welke bestellingen achter elk cijfer staan.', figures: 'Cijfers', now: 'Nu', views: 'Wat te tonen', period: 'Periode', location: 'Locatie', channel: 'Kanaal', allLocations: 'Alle locaties', allChannels: 'Alle kanalen',
  presets: { week: 'Laatste 7 dagen', month: 'Laatste 28 dagen', quarter: 'Laatste 90 dagen', today: 'Vandaag' },
  groups: { sales: 'Verkoop', delivery: 'Levering', stores: 'Locaties', back: 'Wat terugkomt' },
  before: (days: number) => (days === 1 ? 'ten opzichte van de dag ervoor' : `ten opzichte van de ${days} dagen ervoor`), unchanged: 'gelijk', better: 'beter', worse: 'slechter', nothing: 'in deze dagen niets te meten', noBefore: 'niets om mee te vergelijken',
  about: (name: string) => `Wat is ${name}?`, look: (name: string) => `${name} bekijken`, close: 'Sluiten', chart: 'Grafiek', table: 'Tabel', shown: 'Tonen als', day: 'Dag', hour: 'Uur', value: 'Waarde', counted: 'Geteld', ofAll: 'Van', ninety: 'Negen van de tien binnen', median: 'Mediaan',
  by: { location: 'Per locatie', channel: 'Per kanaal', reason: 'Per reden' }, split: 'Verdelen', name: 'Naam', behind: 'Bestellingen hierachter',
  noPartsText: 'Zodra er in deze periode iets is gemeten, wordt het hier verdeeld.', perOrder: 'Dit cijfer gaat over hele bestellingen: het is niet per locatie te verdelen.',
  trend: (name: string) => `${name} per dag`, nowText: 'Live: wat op dit moment waar staat.', compact: (top: string, bottom: string) => `${top} van ${bottom}`, measured: (n: string) => `${n} gemeten`,
  onlyLocation: 'Van één locatie zijn alleen haar eigen cijfers bekend.',
});

export const useBehindWords = defineWords({
  title: 'Orders behind a figure', behind: (name: string) => `Behind: ${name}`, inStage: (name: string) => `In this stage now: ${name}`, back: 'Insight', order: 'Order', when: 'When', placed: 'Placed', what: 'What happened', location: 'Location', reason: 'Reason', units: 'Units', took: 'Took', status: 'Status', worth: 'Worth',
  only: 'Only what spoils it', all: 'All that was measured', show: 'Show', empty: 'Nothing here', emptyFigure: 'In this period no order stands behind this figure. Choose a longer period, or show all that was measured.', emptyStage: 'No order has units in this stage at the moment.',
  unnamed: 'Choose a figure', unnamedText: 'Open a figure in Insight and go on to its orders.', toInsight: 'To Insight', rows: 'Orders',
  measures: { placed: 'Ordered', assigned: 'Given', accepted: 'Taken up', rejected: 'Rejected', prepared: 'Made ready', worked: 'Work finished', shipped: 'Shipped', collected: 'Collected', sent: 'Sent completely', arrived: 'Arrived', ready: 'Ready for pickup', cancelled: 'Cancelled', returned: 'Returned', refunded: 'Refunded', broken: 'Goods were gone' },
}, {
  title: 'Bestellingen achter een cijfer', behind: (name: string) => `Achter: ${name}`, inStage: (name: string) => `Nu in deze fase: ${name}`, back: 'Inzicht', order: 'Bestelling', when: 'Wanneer', placed: 'Besteld', what: 'Wat er gebeurde', location: 'Locatie', reason: 'Reden', units: 'Stuks', took: 'Duurde', status: 'Status', worth: 'Waarde',
  only: 'Alleen wat het slechter maakt', all: 'Alles wat is gemeten', show: 'Tonen', empty: 'Hier is niets', emptyFigure: 'In deze periode staat er geen bestelling achter dit cijfer. Kies een langere periode, of toon alles wat is gemeten.', emptyStage: 'Op dit moment heeft geen bestelling stuks in deze fase.',
  unnamed: 'Kies een cijfer', unnamedText: 'Open in Inzicht een cijfer en ga door naar de bestellingen.', toInsight: 'Naar Inzicht', rows: 'Bestellingen',
  measures: { placed: 'Besteld', assigned: 'Gegeven', accepted: 'Opgepakt', rejected: 'Afgewezen', prepared: 'Klaargemaakt', worked: 'Werk klaar', shipped: 'Verzonden', collected: 'Afgehaald', sent: 'Geheel verzonden', arrived: 'Aangekomen', ready: 'Klaar om af te halen', cancelled: 'Geannuleerd', returned: 'Retour', refunded: 'Terugbetaald', broken: 'Goederen waren weg' },
});
