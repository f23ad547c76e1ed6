/** The words of the overview. */
import { defineWords } from '../../shell/language.ts';

export const useWords = defineWords({
  title: 'Overview', hello: (name: string, day: string) => `Good day, ${name}. It is ${day}.`, attention: 'What needs a decision', all: 'All queues', calm: 'Nothing waits for a decision', calmText: 'As soon as an order is held, does not add up, or money does not move by itself, it stands here.',
  today: 'Today', more: 'All figures', against: (n: string) => `yesterday ${n}`, stages: 'Where the orders are now', stores: 'Locations at work', allLocations: 'All locations', nothingYet: 'nothing yet',
}, {
  title: 'Overzicht', hello: (name: string, day: string) => `Goedendag, ${name}. Het is ${day}.`, attention: 'Waarover moet worden beslist', all: 'Alle werklijsten', calm: 'Niets wacht op een besluit', calmText: 'Zodra een bestelling wordt vastgehouden, niet klopt, of geld niet vanzelf beweegt, staat het hier.',
  today: 'Vandaag', more: 'Alle cijfers', against: (n: string) => `gisteren ${n}`, stages: 'Waar de bestellingen nu zijn', stores: 'Locaties aan het werk', allLocations: 'Alle locaties', nothingYet: 'nog niets',
});
