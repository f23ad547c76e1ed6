/** The words of an order that is a reservation. */
import { defineWords } from '../../shell/language.ts';

export const useReservationWords = defineWords({
  badge: 'Reservation', title: { open: 'Reserved, not paid', bought: 'This reservation was bought', ended: 'This reservation has ended' },
  line: {
    open: (store: string, end: string) => `${store} keeps it until ${end}. Nothing is owed; it is bought at the till.`, bought: (store: string, _end: string) => `It was sold at the till of ${store}; the story names the receipt.`, ended: (store: string, _end: string) => `${store} keeps nothing for it any more, and nothing of it was bought.`,
  },
  extend: 'Extend', extendDo: 'Extend', extendHelp: (end: string) => `It is kept until ${end} now. Choose a later moment, as far as the policy goes.`, until: 'Keep until',
  cancel: 'Cancel reservation', cancelDo: 'Cancel reservation', cancelHelp: (store: string) => `The goods are free for others at once. ${store} puts back what lies aside, and the customer is told.`,
}, {
  badge: 'Reservering', title: { open: 'Gereserveerd, niet betaald', bought: 'Deze reservering is gekocht', ended: 'Deze reservering is afgelopen' },
  line: {
    open: (store, end) => `${store} bewaart het tot ${end}. Er is niets verschuldigd; het wordt aan de kassa gekocht.`, bought: (store) => `Het is verkocht aan de kassa van ${store}; het verhaal noemt de bon.`, ended: (store) => `${store} bewaart er niets meer voor, en er is niets van gekocht.`,
  },
  extend: 'Verlengen', extendDo: 'Verlengen', extendHelp: (end) => `Het wordt nu bewaard tot ${end}. Kies een later moment, zo ver als het beleid gaat.`, until: 'Bewaren tot',
  cancel: 'Reservering annuleren', cancelDo: 'Reservering annuleren', cancelHelp: (store) => `De producten zijn meteen vrij voor anderen. ${store} legt terug wat apart ligt, en de klant krijgt bericht.`,
});
