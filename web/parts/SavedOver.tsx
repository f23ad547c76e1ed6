/** A form that could not be saved: the refusal, and where somebody else was first, the way to what it is now. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Refused } from '../api/client.ts';
import { defineWords } from '../shell/language.ts';
import { ProblemAlert, useSentence } from './ProblemAlert.tsx';

const useWords = defineWords({ latest: 'Show what it is now' }, { latest: 'Toon hoe het nu is' });

/** Whether the version that was read is not the last any more. */
export const wasOvertaken = (error: unknown): boolean => error instanceof Refused && error.status === 412;

/** The sentence for the field that a refusal names, when it is this one or a part of it. */
export function useFieldProblem(error: unknown): (field: string) => string | undefined {
  const sentence = useSentence();
  return (field) => {
    if (!(error instanceof Refused)) return undefined;
    const named = error.problem.field?.replace(/^body\./, '');
    return named !== undefined && (named === field || named.startsWith(`${field}.`) || named.startsWith(`${field}[`)) ? sentence(error) : undefined;
  };
}

export function SavedOver({ error, onLatest }: { error: unknown; onLatest: () => void }) {
  const words = useWords();
  const sentence = useSentence();
  if (!wasOvertaken(error)) return <ProblemAlert error={error} />;
  return (
    <Alert color="yellow" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      <Group justify="space-between"><Text size="sm">{sentence(error)}</Text><Button size="compact-sm" variant="default" onClick={onLatest}>{words.latest}</Button></Group>
    </Alert>
  );
}
