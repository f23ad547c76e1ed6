/** The words of a decision in the shown language. */
import { defineWords } from '../../shell/language.ts';
import { whyEn, whyNl } from './why/words.ts';

export const useWhyWords = defineWords(whyEn, whyNl);
