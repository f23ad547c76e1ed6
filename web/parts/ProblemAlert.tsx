/** A refusal as a sentence where it happened; nothing when there is none. */
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Refused, Unreachable } from '../api/client.ts';
import { defineWords } from '../shell/language.ts';
import { useProblemSentence } from './problems.ts';

const useWords = defineWords(
  { unreachable: 'The server cannot be reached at the moment. Nothing is lost; try again.', fault: 'Something went wrong on this page. Load it again; if it stays, tell whoever runs Spil.' },
  { unreachable: 'De server is even niet bereikbaar. Er is niets verloren; probeer het opnieuw.', fault: 'Er ging iets mis op deze pagina. Laad haar opnieuw; blijft het zo, zeg het dan tegen wie Spil beheert.' },
);

/** The sentence of an error for the person who sees it. */
export function useSentence(): (error: unknown) => string {
  const words = useWords();
  const told = useProblemSentence();
  return (error) => (error instanceof Refused ? told(error.problem) ?? error.message : error instanceof Unreachable ? words.unreachable : words.fault);
}

export function ProblemAlert({ error, onClose }: { error: unknown; onClose?: () => void }) {
  const sentence = useSentence();
  if (error === null || error === undefined) return null;
  return <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} withCloseButton={onClose !== undefined} {...(onClose ? { onClose } : {})}>{sentence(error)}</Alert>;
}
