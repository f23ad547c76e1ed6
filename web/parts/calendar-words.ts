/** The words of a calendar's own buttons, which a reader of screens hears. */
import { defineWords } from '../shell/language.ts';

export const useCalendarWords = defineWords(
  { nextMonth: 'Next month', previousMonth: 'Previous month', nextYear: 'Next year', previousYear: 'Previous year', nextDecade: 'Next decade', previousDecade: 'Previous decade', clear: 'Clear' },
  { nextMonth: 'Volgende maand', previousMonth: 'Vorige maand', nextYear: 'Volgend jaar', previousYear: 'Vorig jaar', nextDecade: 'Volgend decennium', previousDecade: 'Vorig decennium', clear: 'Wissen' },
);
