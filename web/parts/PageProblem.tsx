/** A page that could not be read: what happened, and a way on. */
import { Button, Center, Stack } from '@mantine/core';
import { defineWords } from '../shell/language.ts';
import { ProblemAlert } from './ProblemAlert.tsx';

const useWords = defineWords({ again: 'Try again' }, { again: 'Opnieuw proberen' });

export function PageProblem({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords();
  return (
    <Center mih="50vh" p="md">
      <Stack maw={480} align="center">
        <ProblemAlert error={error} />
        {retry && <Button onClick={retry} size="md">{words.again}</Button>}
      </Stack>
    </Center>
  );
}
