/** The sentences by which the list of rules says what each comes down to. */
import { defineWords, plural } from '../../shell/language.ts';

export const useGistWords = defineWords({
  own: 'Your own settings', all: 'All channels',
  split: { allowed: 'an order may be split', never: 'one location or nothing', whole_lines: 'split only between lines' },
  unplaced: { wait: 'what nobody has waits for stock', cancel: 'what nobody has is cancelled and the money given back' },
  prices: { home: 'Home', express: 'Express', pickup_point: 'Pickup point', store: 'Pickup in a store' },
  price: (kind: string, countries: string, amount: string, freeFrom: string) => `${kind}${countries === '' ? '' : ` (${countries})`} ${amount}${freeFrom === '' ? '' : `, free from ${freeFrom}`}`, free: 'free',
  code: 'The code is asked for', noCode: 'No code is asked for', identification: 'a proof of identity is asked for', days: (n: number) => `a pickup waits ${plural(n, 'day', 'days')}`,
  notCollected: { refund: 'after that the goods go back to stock and the money to the customer', keep: 'after that somebody in the store decides' }, homePrice: (amount: string) => `sent home instead for ${amount}`,
  givesBack: (amounts: string) => `Customer service gives back up to ${amounts} by itself`, discount: (percent: string) => `Up to ${percent} off without asking`, rounding: (amounts: string) => `cash is rounded to ${amounts}`,
  holds: (hours: number) => `Kept for ${plural(hours, 'hour', 'hours')}`, perSku: (n: number) => `at most ${n} of a product`, share: (percent: number) => `at most ${percent} per cent of what the store has`, soldAt: { reserved: 'sold at the price of the reservation where that is lower', today: 'sold at the price of the day' },
  kept: (days: number) => `A pickup point keeps a parcel for ${plural(days, 'day', 'days')}`, remind: (days: number) => `a reminder ${plural(days, 'day', 'days')} before the last`, noRemind: 'nobody is reminded',
  carrier: (name: string) => `Parcels go with ${name}`, transfer: (days: number, at: string) => `an internal shipment is there ${days === 0 ? 'the same day' : days === 1 ? 'the next day' : `after ${days} days`} at ${at}`, ready: (minutes: number) => `a pickup is ready after ${plural(minutes, 'minute', 'minutes')} of opening time`,
  sent: 'Work is sent to its address', fetched: 'It fetches its work', books: (n: number) => (n === 0 ? 'every difference of stock is asked about' : `differences of up to ${plural(n, 'piece', 'pieces')} are booked by themselves`),
}, {
  own: 'Eigen instellingen', all: 'Alle kanalen',
  split: { allowed: 'een bestelling mag gesplitst worden', never: 'één locatie of niets', whole_lines: 'alleen tussen regels gesplitst' },
  unplaced: { wait: 'wat niemand heeft, wacht op voorraad', cancel: 'wat niemand heeft, wordt geannuleerd en terugbetaald' },
  prices: { home: 'Thuis', express: 'Express', pickup_point: 'Afhaalpunt', store: 'Afhalen in een winkel' },
  price: (kind: string, countries: string, amount: string, freeFrom: string) => `${kind}${countries === '' ? '' : ` (${countries})`} ${amount}${freeFrom === '' ? '' : `, gratis vanaf ${freeFrom}`}`, free: 'gratis',
  code: 'De code wordt gevraagd', noCode: 'Er wordt geen code gevraagd', identification: 'er wordt om een identiteitsbewijs gevraagd', days: (n: number) => `een afhaalorder wacht ${plural(n, 'dag', 'dagen')}`,
  notCollected: { refund: 'daarna gaan de spullen terug in de voorraad en het geld naar de klant', keep: 'daarna beslist iemand in de winkel' }, homePrice: (amount: string) => `alsnog thuisbezorgd voor ${amount}`,
  givesBack: (amounts: string) => `De klantenservice geeft tot ${amounts} zelf terug`, discount: (percent: string) => `Tot ${percent} korting zonder vragen`, rounding: (amounts: string) => `contant wordt afgerond op ${amounts}`,
  holds: (hours: number) => `${plural(hours, 'uur', 'uur')} bewaard`, perSku: (n: number) => `hoogstens ${n} van een product`, share: (percent: number) => `hoogstens ${percent} procent van wat de winkel heeft`, soldAt: { reserved: 'verkocht voor de prijs van de reservering als die lager is', today: 'verkocht voor de prijs van de dag' },
  kept: (days: number) => `Een afhaalpunt bewaart een pakket ${plural(days, 'dag', 'dagen')}`, remind: (days: number) => `een herinnering ${plural(days, 'dag', 'dagen')} voor de laatste`, noRemind: 'niemand wordt herinnerd',
  carrier: (name: string) => `Pakketten gaan met ${name}`, transfer: (days: number, at: string) => `een interne zending is er ${days === 0 ? 'dezelfde dag' : days === 1 ? 'de volgende dag' : `na ${days} dagen`} om ${at}`, ready: (minutes: number) => `een afhaalorder ligt klaar na ${plural(minutes, 'minuut', 'minuten')} openingstijd`,
  sent: 'Werk wordt naar het adres gestuurd', fetched: 'Het haalt zelf zijn werk op', books: (n: number) => (n === 0 ? 'over elk voorraadverschil wordt gevraagd' : `verschillen tot ${plural(n, 'stuk', 'stuks')} worden vanzelf geboekt`),
});

export type GistWords = ReturnType<typeof useGistWords>;
