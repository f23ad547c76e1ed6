/** The words of signing in. */
import { defineWords } from '../language.ts';

export const useSignInWords = defineWords({
  title: 'Sign in to Spil', email: 'E-mail address', password: 'Password', submit: 'Sign in',
  shared: 'Shared device of the store', sharedHelp: 'Colleagues then switch here with their own PIN.',
  who: 'Who are you?', at: (place: string) => `Spil · ${place}`, noPin: 'No PIN yet', other: 'Somebody else', colleagues: 'Back to colleagues', back: 'Back',
  hello: (name: string) => `Hello ${name}`, pin: 'Your PIN', pinHelp: '4 to 6 figures', erase: 'Erase the last figure', go: 'OK', nobody: 'Nobody works in this store yet', nobodyText: 'An administrator appoints people in the office, under People.',
  demoTitle: (retailer: string) => `Demo: ${retailer}`, demoText: 'An invented shoe retailer, at work. Choose who you want to be; nothing here is real.', demoStore: (place: string) => `Store ${place}`, demoOffice: 'Office', demoOthers: 'Another store', demoOthersHelp: 'Choose a store', demoPin: (pin: string) => `PIN in the demo: ${pin}`,
}, {
  title: 'Inloggen bij Spil', email: 'E-mailadres', password: 'Wachtwoord', submit: 'Inloggen',
  shared: 'Gedeeld apparaat van de winkel', sharedHelp: 'Collega’s wisselen hier dan met hun eigen pincode.',
  who: 'Wie ben je?', at: (place: string) => `Spil · ${place}`, noPin: 'Nog geen pincode', other: 'Iemand anders', colleagues: 'Terug naar collega’s', back: 'Terug',
  hello: (name: string) => `Hallo ${name}`, pin: 'Je pincode', pinHelp: '4 tot 6 cijfers', erase: 'Laatste cijfer wissen', go: 'OK', nobody: 'In deze winkel werkt nog niemand', nobodyText: 'Een beheerder stelt mensen aan op kantoor, onder Mensen.',
  demoTitle: (retailer: string) => `Demo: ${retailer}`, demoText: 'Een verzonnen schoenenwinkelier, aan het werk. Kies wie je wilt zijn; niets hiervan is echt.', demoStore: (place: string) => `Winkel ${place}`, demoOffice: 'Kantoor', demoOthers: 'Een andere winkel', demoOthersHelp: 'Kies een winkel', demoPin: (pin: string) => `Pincode in de demo: ${pin}`,
});
