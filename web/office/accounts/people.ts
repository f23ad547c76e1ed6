/** A person as the lists and the drawer show them, and reading them again. */
import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../api/client.ts';

export type Person = Answer<'listPeople'>['items'][number];

/** A fresh look at everything that shows people. */
export function usePeopleChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'listPeople' || queryKey[0] === 'getPerson' });
}
