/** What printers and their bridge can have against a label, in words. */
import { useSentence } from '../parts/ProblemAlert.tsx';
import { defineWords } from '../shell/language.ts';
import { BridgeProblem } from './bridge.ts';

const useWords = defineWords(
  { unreachable: 'The label printer\'s program cannot be reached on this computer. Start the label bridge, or choose under Printing to print with the browser.', refused: (why: string) => `The label printer says: ${why}` },
  { unreachable: 'Het programma van de labelprinter is op deze computer niet bereikbaar. Start de labelbrug, of kies onder Afdrukken voor afdrukken met de browser.', refused: (why: string) => `De labelprinter zegt: ${why}` },
);

/** The sentence of what went wrong with printing. */
export function usePrintProblem(): (problem: unknown) => string {
  const words = useWords();
  const sentence = useSentence();
  return (problem) => (problem instanceof BridgeProblem ? (problem.kind === 'unreachable' ? words.unreachable : words.refused(problem.message)) : sentence(problem));
}
