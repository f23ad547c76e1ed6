/** The words of parcels that did not simply arrive. */
import { defineWords } from '../../shell/language.ts';

export const useMatterWords = defineWords({
  kinds: { refused: 'Refused at the door', unclaimed: 'Not collected at the pickup point', not_home: 'Could not be handed over', wrong_address: 'The address is wrong', damaged: 'Damaged at the carrier', returning: 'On its way back', lost: 'Lost at the carrier', delivered_after_all: 'Delivered after the money went back', taken_along: 'Cancelled, and taken along by the carrier' },
  ask: 'Somebody must decide what happens now.', byItself: 'The money goes back when the parcel is received.', claimed: (reference: string) => `Claimed at the carrier: ${reference}`, done: 'Dealt with', keptUntil: (day: string) => `There until ${day}`,
  can: { resend: 'Send again', refund: 'Give the money back', claim: 'Claim at the carrier', close: 'Nothing more to do' },
  title: { resend: (n: string) => `Send parcel ${n} again`, refund: (n: string) => `Give the money of parcel ${n} back`, claim: (n: string) => `Claim parcel ${n} at the carrier`, close: (n: string) => `Parcel ${n}: nothing more to do` },
  help: {
    resend: 'The same products are reserved and sent in place of those in this parcel. The customer pays nothing. When this parcel comes back, its goods go into stock.', refund: 'The customer gets back what was paid for this parcel, wherever its goods are. When they come back nothing more is paid.',
    claim: 'Noted with the order; the parcel stays on the list until it is decided.', close: 'It leaves the list. Nothing changes for the customer.',
  },
  elsewhere: 'To another address', shipping: 'Also the shipping costs', shippingHelp: 'Only when nothing else of the delivery stays with the customer', reference: 'Reference at the carrier', referenceHelp: 'Under which the carrier knows the claim', note: 'Note', optional: 'not required',
}, {
  kinds: { refused: 'Aan de deur geweigerd', unclaimed: 'Niet opgehaald bij het afhaalpunt', not_home: 'Kon niet worden afgegeven', wrong_address: 'Het adres klopt niet', damaged: 'Beschadigd bij de vervoerder', returning: 'Op de terugweg', lost: 'Zoek bij de vervoerder', delivered_after_all: 'Bezorgd nadat het geld terug was', taken_along: 'Geannuleerd, en toch meegenomen door de vervoerder' },
  ask: 'Iemand moet beslissen wat er nu gebeurt.', byItself: 'Het geld gaat terug als het pakket is ontvangen.', claimed: (reference) => `Geclaimd bij de vervoerder: ${reference}`, done: 'Afgehandeld', keptUntil: (day) => `Daar tot en met ${day}`,
  can: { resend: 'Opnieuw sturen', refund: 'Geld teruggeven', claim: 'Claimen bij de vervoerder', close: 'Niets meer te doen' },
  title: { resend: (n) => `Pakket ${n} opnieuw sturen`, refund: (n) => `Geld van pakket ${n} teruggeven`, claim: (n) => `Pakket ${n} claimen bij de vervoerder`, close: (n) => `Pakket ${n}: niets meer te doen` },
  help: {
    resend: 'Dezelfde producten worden gereserveerd en verstuurd in plaats van die in dit pakket. De klant betaalt niets. Komt dit pakket terug, dan gaan de producten naar de voorraad.', refund: 'De klant krijgt terug wat voor dit pakket is betaald, waar de producten ook zijn. Komen ze terug, dan wordt er niets meer betaald.',
    claim: 'Het staat bij de bestelling; het pakket blijft op de lijst tot er is beslist.', close: 'Het gaat van de lijst. Voor de klant verandert er niets.',
  },
  elsewhere: 'Naar een ander adres', shipping: 'Ook de verzendkosten', shippingHelp: 'Alleen als er van de levering niets bij de klant blijft', reference: 'Kenmerk bij de vervoerder', referenceHelp: 'Waaronder de vervoerder de claim kent', note: 'Notitie', optional: 'niet verplicht',
});
