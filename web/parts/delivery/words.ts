/** The words of sending a delivery elsewhere. */
import { defineWords } from '../../shell/language.ts';

const kilometres = (metres: number): string => (metres < 950 ? `${Math.round(metres / 50) * 50} m` : `${Math.round(metres / 1000)} km`);

export const useDestinationWords = defineWords({
  choose: 'Where should it go?', home: 'Send it home', otherHome: 'Send it to another address', rest: 'Part of it is packed or has left already, and stays as it is. The rest goes where you choose.', free: 'free of charge', price: (amount: string) => `for ${amount}`, here: 'all in this store', km: kilometres, ready: (day: string) => `ready ${day}`, expected: (day: string) => `there ${day}`, against: (rule: string) => `against the rule “${rule}”`, nowhere: 'There is no other place to which all of it can go.',
  name: 'Name', street: 'Street', houseNumber: 'House number', addition: 'Addition', postalCode: 'Postcode', city: 'Town', country: 'Country', countries: { NL: 'Netherlands', BE: 'Belgium', DE: 'Germany' },
}, {
  choose: 'Waar moet het heen?', home: 'Laat het thuisbezorgen', otherHome: 'Laat het op een ander adres bezorgen', rest: 'Een deel is al ingepakt of weg, en blijft zoals het is. De rest gaat naar de plek die je kiest.', free: 'gratis', price: (amount: string) => `voor ${amount}`, here: 'alles in deze winkel', km: kilometres, ready: (day: string) => `klaar ${day}`, expected: (day: string) => `bezorgd ${day}`, against: (rule: string) => `tegen de regel “${rule}”`, nowhere: 'Er is geen andere plek waar alles heen kan.',
  name: 'Naam', street: 'Straat', houseNumber: 'Huisnummer', addition: 'Toevoeging', postalCode: 'Postcode', city: 'Plaats', country: 'Land', countries: { NL: 'Nederland', BE: 'België', DE: 'Duitsland' },
});
