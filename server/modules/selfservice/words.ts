/** What the customer's page says when something cannot be done, in both languages. Pure. */

export type Language = 'nl' | 'en';

/** Dutch for every Dutch language tag, else English. */
export const languageOf = (tag: string | null | undefined): Language => (tag?.toLowerCase().startsWith('nl') === true ? 'nl' : 'en');

const minutes = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

const SENTENCES = {
  linkInvalid: {
    nl: () => 'Deze link werkt niet (meer). Vraag een nieuwe aan met je bestelnummer en e-mailadres.',
    en: () => 'This link does not work (any more). Ask for a new one with your order number and e-mail address.',
  },
  tooMany: {
    nl: (wait: number) => `Dit is te vaak geprobeerd. Probeer het over ${minutes(wait, 'minuut', 'minuten')} opnieuw.`,
    en: (wait: number) => `This was tried too often. Try again in ${minutes(wait, 'minute', 'minutes')}.`,
  },
  alreadyPicked: {
    nl: () => 'We zijn al bezig met wat je wilt annuleren. Je kunt het na ontvangst terugsturen of in een winkel terugbrengen.',
    en: () => 'We are already working on what you want to cancel. You can send it back after you receive it, or return it in a store.',
  },
  nothingToCancel: {
    nl: () => 'Er is niets meer dat je hier kunt annuleren. Neem contact met ons op als er iets niet klopt.',
    en: () => 'There is nothing left that you can cancel here. Contact us if something is wrong.',
  },
  nothingToPay: {
    nl: () => 'Er is nu niets te betalen.',
    en: () => 'There is nothing to pay now.',
  },
  cannotPay: {
    nl: () => 'Betalen lukt nu even niet. Probeer het zo nog eens.',
    en: () => 'Paying does not work at this moment. Please try again in a while.',
  },
  extendedBefore: {
    nl: () => 'Dit is al eerder verlengd. Bel de winkel als je niet op tijd kunt komen.',
    en: () => 'This was extended before. Call the store if you cannot come in time.',
  },
  cannotExtend: {
    nl: () => 'Er ligt niets klaar dat langer kan wachten.',
    en: () => 'Nothing is ready that could wait longer.',
  },
  cannotChange: {
    nl: () => 'Dit kun je hier niet meer wijzigen. Neem contact met ons op, dan kijken we wat er kan.',
    en: () => 'You can no longer change this here. Contact us, and we will see what is possible.',
  },
  sameDestination: {
    nl: () => 'Je bestelling gaat daar al naartoe.',
    en: () => 'Your order goes there already.',
  },
  inTheVan: {
    nl: () => 'Een deel is op dit moment onderweg naar de winkel. Zodra het daar is, kun je het wijzigen.',
    en: () => 'A part of it is on its way to the store at this moment. You can change it as soon as it is there.',
  },
  notThere: {
    nl: () => 'Niet alles kan daarheen. Kies een andere winkel, of laat het zoals het is.',
    en: () => 'Not everything can go there. Choose another store, or leave it as it is.',
  },
  asked: {
    nl: () => 'Als dit bestelnummer en e-mailadres bij elkaar horen, krijg je binnen enkele minuten een mail met een nieuwe link. Kijk ook bij ongewenste mail.',
    en: () => 'If this order number and e-mail address belong together, a mail with a new link reaches you within a few minutes. Look among your spam too.',
  },
  noCode: {
    nl: () => 'De afhaalcode is er zodra alles klaarligt. Je krijgt daar bericht van.',
    en: () => 'The pickup code is there once everything is ready. You will get a message.',
  },
} as const;

/** One of the sentences; `wait` is how many minutes to wait, where it says so. */
export const sentence = (name: keyof typeof SENTENCES, language: Language, wait = 0): string => SENTENCES[name][language](wait);
