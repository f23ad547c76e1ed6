/** The words of figures, reasons and what happened, in both languages. */
import { defineWords } from '../../shell/language.ts';

export const useFigureWords = defineWords({
  names: {
    orders: 'Orders', units: 'Units ordered', revenue: 'Revenue', fill_rate: 'Fill rate', rejection_rate: 'Rejected by locations', first_time_right: 'First time right', split_rate: 'Split deliveries', cancel_rate: 'Cancelled',
    lead_time: 'Order to shipped', accept_time: 'Until work is taken up', pickup_ready: 'Until a pickup is ready', on_time: 'On time against promise', dispatch_on_time: 'Handed over on time', returns: 'Returned units', return_rate: 'Return rate',
    refund_time: 'Until money is back', broken_reservations: 'Reservations that lost their goods',
  },
  definitions: {
    orders: 'Orders taken, by the moment the customer ordered. Test orders do not count, nor do orders that were under way before Spil knew them.',
    units: 'Pieces of goods ordered, with what was added to orders later.',
    revenue: 'Worth of the orders taken, with tax and charges. What is cancelled or returned later is not taken off.',
    fill_rate: 'Units that left for a customer or were collected, of these and the units that were cancelled because nobody had them. What is taken along at the till does not count.',
    rejection_rate: 'Units that a location could not deliver, of these and the units it made ready: packed, put in the van, or picked for a pickup.',
    first_time_right: 'Work that a location finished without rejecting a single unit, of all work it finished. Work cancelled before anything was done does not count.',
    split_rate: 'Home deliveries that left from more than one location, of all home deliveries whose last unit has left.',
    cancel_rate: 'Units cancelled, for any reason, of these and the units that left for a customer or were collected.',
    lead_time: 'From the order until the last parcel of a home delivery left. Half are faster than the median.',
    accept_time: 'From the moment a location was given work until somebody there took it up.',
    pickup_ready: 'From the order until everything of a pickup was ready in the store.',
    on_time: 'Deliveries that were with the customer, at the pickup point or ready in the store by the promised moment, of all that had a promise and are there.',
    dispatch_on_time: 'Parcels that left with the collection they were due for, of all that left and were due.',
    returns: 'Units brought back, at the location that took them.',
    return_rate: 'Units brought back in these days, against the units that went to customers in the same days, sales at the till included.',
    refund_time: 'From the moment a refund was asked for until the payment provider confirmed it.',
    broken_reservations: 'Reserved units whose goods turned out not to be there: a count or a sale at the till was first. They are planned again at once.',
  },
}, {
  names: {
    orders: 'Bestellingen', units: 'Bestelde stuks', revenue: 'Omzet', fill_rate: 'Leverbaarheid', rejection_rate: 'Afgewezen door locaties', first_time_right: 'In één keer goed', split_rate: 'Gesplitste leveringen', cancel_rate: 'Geannuleerd',
    lead_time: 'Bestelling tot verzending', accept_time: 'Tot werk wordt opgepakt', pickup_ready: 'Tot een afhaling klaarligt', on_time: 'Op tijd volgens belofte', dispatch_on_time: 'Op tijd overgedragen', returns: 'Retour gekomen stuks', return_rate: 'Retourpercentage',
    refund_time: 'Tot het geld terug is', broken_reservations: 'Reserveringen zonder goederen',
  },
  definitions: {
    orders: 'Aangenomen bestellingen, op het moment dat de klant bestelde. Proefbestellingen tellen niet mee, en bestellingen die al liepen voordat Spil ze kende ook niet.',
    units: 'Bestelde stuks, met wat later aan bestellingen is toegevoegd.',
    revenue: 'Waarde van de aangenomen bestellingen, met btw en kosten. Wat later wordt geannuleerd of terugkomt, gaat er niet af.',
    fill_rate: 'Stuks die naar een klant gingen of zijn afgehaald, van deze en de stuks die zijn geannuleerd omdat niemand ze had. Wat aan de kassa direct wordt meegenomen, telt niet mee.',
    rejection_rate: 'Stuks die een locatie niet kon leveren, van deze en de stuks die zij klaarmaakte: ingepakt, in de bus gelegd of verzameld om af te halen.',
    first_time_right: 'Werk dat een locatie afmaakte zonder één stuk af te wijzen, van al het werk dat zij afmaakte. Werk dat is geannuleerd voordat er iets was gedaan, telt niet mee.',
    split_rate: 'Thuisbezorgingen die vanaf meer dan één locatie vertrokken, van alle thuisbezorgingen waarvan het laatste stuk is vertrokken.',
    cancel_rate: 'Geannuleerde stuks, om welke reden ook, van deze en de stuks die naar een klant gingen of zijn afgehaald.',
    lead_time: 'Van de bestelling tot het laatste pakket van een thuisbezorging vertrok. De helft is sneller dan de mediaan.',
    accept_time: 'Van het moment dat een locatie werk kreeg tot iemand daar het oppakte.',
    pickup_ready: 'Van de bestelling tot alles van een afhaling in de winkel klaarlag.',
    on_time: 'Leveringen die op het beloofde moment bij de klant of bij het afhaalpunt waren of in de winkel klaarlagen, van alle leveringen met een belofte die er zijn.',
    dispatch_on_time: 'Pakketten die met de bedoelde afhaalronde van de vervoerder vertrokken, van alle pakketten die vertrokken en een afhaalronde hadden.',
    returns: 'Stuks die zijn teruggebracht, op de locatie die ze aannam.',
    return_rate: 'Stuks die in deze dagen zijn teruggebracht, tegenover de stuks die in dezelfde dagen naar klanten gingen, kassaverkoop inbegrepen.',
    refund_time: 'Van het moment dat een terugbetaling is gevraagd tot de betaaldienst haar bevestigde.',
    broken_reservations: 'Gereserveerde stuks waarvan de goederen er niet bleken te zijn: een telling of een verkoop aan de kassa was eerder. Ze worden meteen opnieuw ingepland.',
  },
});

/** Why something was rejected, cancelled or returned, and whether it was in time. Reasons of the retailer's own are shown as they are. */
export const useReasonWords = defineWords({
  '': 'No reason given', damaged: 'Damaged', not_found: 'Not found', incomplete: 'Incomplete pair', display_model: 'Display model', no_time: 'No time', customer: 'Asked by the customer', nowhere_in_stock: 'Nowhere in stock', fraud: 'Fraud', payment: 'Payment', channel: 'Cancelled in the sales channel',
  mistake: 'Mistake', not_collected: 'Not collected', too_small: 'Too small', too_large: 'Too large', wrong_item: 'Wrong product', exchange: 'Exchange', withdrawal: 'Withdrawal', on_time: 'On time', late: 'Late', no_promise: 'Without a promise', no_due: 'Without a collection', right: 'Complete', short: 'Something was missing',
  whole: 'From one location', split: 'From several locations', pickup: 'Picked up', carry_out: 'Taken along', unwanted: 'Not wanted', defect: 'Defect', expired: 'Expired', unknown: 'Not known',
}, {
  '': 'Geen reden gegeven', damaged: 'Beschadigd', not_found: 'Niet gevonden', incomplete: 'Geen compleet paar', display_model: 'Toonmodel', no_time: 'Geen tijd', customer: 'Op verzoek van de klant', nowhere_in_stock: 'Nergens op voorraad', fraud: 'Fraude', payment: 'Betaling', channel: 'Geannuleerd in het verkoopkanaal',
  mistake: 'Vergissing', not_collected: 'Niet afgehaald', too_small: 'Te klein', too_large: 'Te groot', wrong_item: 'Verkeerd product', exchange: 'Ruiling', withdrawal: 'Herroeping', on_time: 'Op tijd', late: 'Te laat', no_promise: 'Zonder belofte', no_due: 'Zonder afhaalronde', right: 'Compleet', short: 'Er ontbrak iets',
  whole: 'Vanaf één locatie', split: 'Vanaf meer locaties', pickup: 'Afgehaald', carry_out: 'Direct meegenomen', unwanted: 'Niet gewenst', defect: 'Defect', expired: 'Verlopen', unknown: 'Onbekend',
});

export const useInsightWords = defineWords({
  stage: 'Stage', share: 'Share', orders: 'Orders', units: 'Units', worth: 'Worth', held: 'On hold', atLeast: (n: string) => `${n} or more`, funnel: 'Where the units stand', worthNote: 'Worth of the orders that have units in this stage. An order can stand in several stages.',
  location: 'Location', work: 'Work', toPick: 'To pick', toPack: 'To pack', packed: 'To hand over', pickups: 'To be collected', overdue: 'Overdue', doneToday: 'Done today', capacity: 'Given today', of: (n: string, all: string) => `${n} of ${all}`, noLimit: 'no limit',
  workload: 'Work per location', more: 'There are more locations; those with the most work are shown.', noWork: 'No work at the moment', noWorkText: 'As soon as orders are given to a location, what it has to do stands here.', bar: (units: string) => `${units} units to pick or pack`,
  oversold: 'Oversold', oversoldText: 'Units reserved above what there is. The database does not let it happen.',
}, {
  stage: 'Fase', share: 'Aandeel', orders: 'Bestellingen', units: 'Stuks', worth: 'Waarde', held: 'Vastgehouden', atLeast: (n: string) => `${n} of meer`, funnel: 'Waar de stuks staan', worthNote: 'Waarde van de bestellingen die stuks in deze fase hebben. Een bestelling kan in meer fasen staan.',
  location: 'Locatie', work: 'Werk', toPick: 'Te verzamelen', toPack: 'In te pakken', packed: 'Over te dragen', pickups: 'Af te halen', overdue: 'Te laat', doneToday: 'Vandaag klaar', capacity: 'Vandaag gekregen', of: (n: string, all: string) => `${n} van ${all}`, noLimit: 'geen grens',
  workload: 'Werk per locatie', more: 'Er zijn meer locaties; die met het meeste werk staan hier.', noWork: 'Op dit moment geen werk', noWorkText: 'Zodra bestellingen aan een locatie worden gegeven, staat hier wat zij te doen heeft.', bar: (units: string) => `${units} stuks te verzamelen of in te pakken`,
  oversold: 'Te veel verkocht', oversoldText: 'Stuks die zijn gereserveerd boven wat er is. De database laat het niet gebeuren.',
});
