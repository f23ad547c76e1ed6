/** Refusals that the screens word themselves, in both languages, by their code; every other one shows the server's own sentence. */
import type { Problem } from '../api/generated/operations.ts';
import { defineWords, plural } from '../shell/language.ts';
import { useShopSentences } from './shop/problems.ts';

/** A number that the refusal found, under its name. */
function found(problem: Problem, name: string): number {
  const value = typeof problem.found === 'object' && problem.found !== null ? (problem.found as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' ? value : 0;
}
const minutes = (problem: Problem): number => Math.max(1, Math.ceil(found(problem, 'seconds') / 60));

const useSentences = defineWords({
  'identity.wrong_credentials': (problem: Problem) => (problem.field === 'currentPassword' ? 'That is not your current password.' : 'This e-mail address and password do not belong together. Check both; without a working password, ask an administrator for a new one.'),
  'identity.too_many_attempts': (_problem: Problem) => 'Too many wrong passwords were given for this account. Wait a quarter of an hour, or ask an administrator for a new password.',
  'identity.device_unknown': (_problem: Problem) => 'This device is not one of a store any more. Sign in with e-mail address and password.',
  'identity.not_a_colleague': (_problem: Problem) => 'This person does not work in this store any more. Load the page again.',
  'identity.no_pin': (_problem: Problem) => 'You have no PIN yet. Sign in with your password, then set one in the menu under your name.',
  'identity.wrong_pin': (problem: Problem) => `That is not the right PIN. ${plural(found(problem, 'triesLeft'), 'try is', 'tries are')} left.`,
  'identity.pin_locked': (problem: Problem) => `Too many wrong PINs. Try again in ${plural(minutes(problem), 'minute', 'minutes')}, or sign in with your password.`,
  'identity.pin_refused': (_problem: Problem) => 'This PIN is one of the first that others would try. Choose figures without a pattern.',
  'identity.password_needed': (_problem: Problem) => 'You are signed in by PIN. Give your password to set another PIN.',
  'identity.password_refused': (problem: Problem) => problem.detail.includes('e-mail') ? 'The password contains the name in the e-mail address. Choose another one.' : 'This password cannot be used. Choose at least 10 characters.',
  'identity.email_taken': (_problem: Problem) => 'Somebody has this e-mail address already. Look for that account in the list.',
  'identity.last_administrator': (_problem: Problem) => 'This is the only administrator left. Appoint another one first.',
  'catalogue.barcode_invalid': (problem: Problem) => `“${String(problem.found)}” is not a GTIN, or is there twice. It needs 8, 12, 13 or 14 digits, of which the last is the check digit.`,
  'catalogue.barcode_taken': (problem: Problem) => `Another SKU has barcode ${String(problem.found)}. Take it away there first.`,
  'catalogue.bundle': (_problem: Problem) => 'The bundle cannot be made like this: name SKUs that exist and are no bundles themselves, each once.',
  'catalogue.price': (_problem: Problem) => 'The price ends before it begins.',
  'catalogue.price_begun': (_problem: Problem) => 'This price has begun, and stays known. Set another from now on instead.',
  'catalogue.variant_unknown': (problem: Problem) => `There is no SKU ${String(problem.found)}.`,
  'locations.not_found_on_map': (problem: Problem) => `Postal code ${String(problem.found)} is not on our map. Check it, or give latitude and longitude.`,
  'locations.calendar': (_problem: Problem) => 'The hours cannot be used as they are: each must end after it begins, none may overlap, and a date may be there once.',
  'reservations.too_many': (problem: Problem) => `So many are not kept without paying: at most ${String(problem.expected)} of this product.`,
  'reservations.too_many_open': (problem: Problem) => `${plural(Number(problem.expected), 'reservation is', 'reservations are')} open already, and that is the most. Buy or cancel one first.`,
  'reservations.not_there': (problem: Problem) => `The store has ${String(problem.expected)} left that can be reserved. Choose fewer, or another store.`,
  'reservations.location_closed': (_problem: Problem) => 'Nothing can be reserved at this store. Choose another one.',
  'reservations.impossible_end': (problem: Problem) => `A reservation cannot end then. Choose a moment that is ${problem.found !== undefined && String(problem.found) > String(problem.expected) ? 'earlier' : 'later'}.`,
  'reservations.ended': (_problem: Problem) => 'The reservation has ended. Load the page again.',
  'options.place_unknown': (problem: Problem) => `There is no postcode ${String(problem.found)}. Check it, or leave it out.`,
  'inventory.date_impossible': (_problem: Problem) => 'This day cannot be right. Give the day on which it is expected, within the next years.',
  'inventory.named_twice': (problem: Problem) => `${String(problem.found)} is there twice. Add its pieces up; what comes on another day is a receipt of its own.`,
  'inventory.expected_ended': (_problem: Problem) => 'Nothing more comes of this receipt. Announce what comes now under another reference.',
  'inventory.expected_unknown': (_problem: Problem) => 'No such receipt is expected here. Look for it in the list.',
  'inventory.other_location': (_problem: Problem) => 'This receipt is expected at another location. Cancel it there, and announce it here under another reference.',
  'inventory.not_yours': (_problem: Problem) => 'Your account does not work at this location.',
  'request.version_mismatch': (_problem: Problem) => 'Somebody else changed this in the meantime. Look at what it is now, and change it again.',
  'request.forbidden': (_problem: Problem) => 'Your account may not do this.',
}, {
  'identity.wrong_credentials': (problem: Problem) => (problem.field === 'currentPassword' ? 'Dat is niet je huidige wachtwoord.' : 'Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk beide na; werkt je wachtwoord niet meer, vraag een beheerder om een nieuw.'),
  'identity.too_many_attempts': () => 'Voor dit account is te vaak een verkeerd wachtwoord gegeven. Wacht een kwartier, of vraag een beheerder om een nieuw wachtwoord.',
  'identity.device_unknown': () => 'Dit apparaat hoort niet meer bij een winkel. Log in met e-mailadres en wachtwoord.',
  'identity.not_a_colleague': () => 'Deze persoon werkt niet meer in deze winkel. Laad de pagina opnieuw.',
  'identity.no_pin': () => 'Je hebt nog geen pincode. Log in met je wachtwoord en stel er een in via het menu onder je naam.',
  'identity.wrong_pin': (problem: Problem) => `Dat is niet de juiste pincode. Nog ${plural(found(problem, 'triesLeft'), 'poging', 'pogingen')}.`,
  'identity.pin_locked': (problem: Problem) => `Te vaak een verkeerde pincode. Probeer het over ${plural(minutes(problem), 'minuut', 'minuten')} opnieuw, of log in met je wachtwoord.`,
  'identity.pin_refused': () => 'Deze pincode proberen anderen als eerste. Kies cijfers zonder patroon.',
  'identity.password_needed': () => 'Je bent ingelogd met je pincode. Geef je wachtwoord om een andere pincode in te stellen.',
  'identity.password_refused': (problem: Problem) => problem.detail.includes('e-mail') ? 'In het wachtwoord staat de naam uit het e-mailadres. Kies een ander.' : 'Dit wachtwoord kan niet. Kies minstens 10 tekens.',
  'identity.email_taken': () => 'Iemand heeft dit e-mailadres al. Zoek dat account op in de lijst.',
  'identity.last_administrator': () => 'Dit is de enige beheerder die er nog is. Stel eerst een andere aan.',
  'catalogue.barcode_invalid': (problem: Problem) => `“${String(problem.found)}” is geen GTIN, of staat er twee keer. Hij heeft 8, 12, 13 of 14 cijfers, waarvan het laatste het controlecijfer is.`,
  'catalogue.barcode_taken': (problem: Problem) => `Een andere SKU heeft barcode ${String(problem.found)}. Haal hem daar eerst weg.`,
  'catalogue.bundle': () => "De bundel kan zo niet: noem SKU's die bestaan en zelf geen bundel zijn, elk één keer.",
  'catalogue.price': () => 'De prijs eindigt voor hij begint.',
  'catalogue.price_begun': () => 'Deze prijs is begonnen en blijft bekend. Zet in plaats daarvan een andere vanaf nu.',
  'catalogue.variant_unknown': (problem: Problem) => `Er is geen SKU ${String(problem.found)}.`,
  'locations.not_found_on_map': (problem: Problem) => `Postcode ${String(problem.found)} staat niet op onze kaart. Kijk hem na, of geef breedte- en lengtegraad.`,
  'locations.calendar': () => 'De tijden kunnen zo niet: elke tijd eindigt na haar begin, ze overlappen niet, en een datum staat er één keer.',
  'reservations.too_many': (problem: Problem) => `Zoveel wordt niet bewaard zonder betaling: van dit product hoogstens ${String(problem.expected)}.`,
  'reservations.too_many_open': (problem: Problem) => `Er ${Number(problem.expected) === 1 ? 'loopt al één reservering' : `lopen al ${String(problem.expected)} reserveringen`}, en meer mag niet. Koop of annuleer er eerst een.`,
  'reservations.not_there': (problem: Problem) => `De winkel heeft er nog ${String(problem.expected)} die je kunt reserveren. Kies er minder, of een andere winkel.`,
  'reservations.location_closed': () => 'In deze winkel kan niets worden gereserveerd. Kies een andere.',
  'reservations.impossible_end': (problem: Problem) => `Een reservering kan dan niet eindigen. Kies een ${problem.found !== undefined && String(problem.found) > String(problem.expected) ? 'vroeger' : 'later'} moment.`,
  'reservations.ended': () => 'De reservering is afgelopen. Laad de pagina opnieuw.',
  'options.place_unknown': (problem: Problem) => `Postcode ${String(problem.found)} bestaat niet. Kijk hem na, of laat hem leeg.`,
  'inventory.date_impossible': () => 'Deze dag kan niet kloppen. Geef de dag waarop het wordt verwacht, binnen de komende jaren.',
  'inventory.named_twice': (problem: Problem) => `${String(problem.found)} staat er twee keer. Tel de stuks op; wat op een andere dag komt, is een ontvangst apart.`,
  'inventory.expected_ended': () => 'Van deze ontvangst komt niets meer. Kondig wat nu komt aan onder een andere referentie.',
  'inventory.expected_unknown': () => 'Deze ontvangst wordt hier niet verwacht. Zoek hem op in de lijst.',
  'inventory.other_location': () => 'Deze ontvangst wordt op een andere locatie verwacht. Annuleer hem daar, en kondig hem hier aan onder een andere referentie.',
  'inventory.not_yours': () => 'Je account werkt niet in deze locatie.',
  'request.version_mismatch': () => 'Iemand anders heeft dit intussen veranderd. Kijk hoe het nu is en verander het opnieuw.',
  'request.forbidden': () => 'Je account mag dit niet doen.',
});

/** The sentence of a refusal in the shown language; null where only the server has one. */
export function useProblemSentence(): (problem: Problem) => string | null {
  const sentences = { ...useShopSentences(), ...useSentences() } as unknown as Readonly<Record<string, (problem: Problem) => string>>;
  return (problem) => sentences[problem.code]?.(problem) ?? null;
}
