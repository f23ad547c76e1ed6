/** The words of one's own account. */
import { defineWords } from '../language.ts';

export const useMeWords = defineWords({
  menu: (name: string) => `Menu of ${name}`, byPin: 'Signed in by PIN', other: 'Nederlands', light: 'Light colours', dark: 'Dark colours', out: 'Sign out', switch: 'Switch colleague',
  setPin: 'Set a PIN', changePin: 'Change PIN', changePassword: 'Change password', office: 'To the office', store: 'To the store',
  pinTitle: 'Your PIN', pinText: 'With it you switch quickly on the devices of your store. It opens the work of the store and nothing else.', pin: 'New PIN', pinHelp: '4 to 6 figures, without a pattern', again: 'The same once more', differs: 'The two are not the same.', yourPassword: 'Your password', save: 'Save', cancel: 'Cancel', close: 'Close', removePin: 'Remove PIN', pinSet: 'Your PIN is set.', pinGone: 'Your PIN is removed.',
  passwordTitle: 'Change your password', passwordText: 'Everywhere else you are then signed out.', current: 'Current password', fresh: 'New password', freshHelp: 'At least 10 characters', passwordSet: 'Your password is changed.',
  wrongDoor: 'This is not your door', wrongDoorText: (name: string) => `${name} has no work here.`, noDoor: 'This account has no screens. It is for a program, or an administrator has yet to give it a role.', somebodyElse: 'Sign in as somebody else',
}, {
  menu: (name: string) => `Menu van ${name}`, byPin: 'Ingelogd met pincode', other: 'English', light: 'Lichte kleuren', dark: 'Donkere kleuren', out: 'Uitloggen', switch: 'Wissel van collega',
  setPin: 'Pincode instellen', changePin: 'Pincode wijzigen', changePassword: 'Wachtwoord wijzigen', office: 'Naar kantoor', store: 'Naar de winkel',
  pinTitle: 'Je pincode', pinText: 'Hiermee wissel je snel op de apparaten van je winkel. Hij opent het werk van de winkel en verder niets.', pin: 'Nieuwe pincode', pinHelp: '4 tot 6 cijfers, zonder patroon', again: 'Nog een keer dezelfde', differs: 'De twee zijn niet gelijk.', yourPassword: 'Je wachtwoord', save: 'Opslaan', cancel: 'Annuleren', close: 'Sluiten', removePin: 'Pincode verwijderen', pinSet: 'Je pincode is ingesteld.', pinGone: 'Je pincode is verwijderd.',
  passwordTitle: 'Wijzig je wachtwoord', passwordText: 'Overal elders ben je dan uitgelogd.', current: 'Huidig wachtwoord', fresh: 'Nieuw wachtwoord', freshHelp: 'Minstens 10 tekens', passwordSet: 'Je wachtwoord is gewijzigd.',
  wrongDoor: 'Dit is niet jouw deur', wrongDoorText: (name: string) => `${name} heeft hier geen werk.`, noDoor: 'Dit account heeft geen schermen. Het is voor een programma, of een beheerder moet het nog een rol geven.', somebodyElse: 'Inloggen als iemand anders',
});
