/** Names of sales channels by their codes, and the choices to filter by. */
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';

const AN_HOUR = 3_600_000;

export interface Choice { value: string; label: string }

/** All sales channels. */
export function useChannelChoices(): Choice[] {
  const { data } = useQuery({ ...read('listChannels', { limit: 200 }), staleTime: AN_HOUR });
  return (data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }));
}

/** The name of a code; the code itself while it is not known. */
export const nameIn = (choices: readonly Choice[], code: string): string => choices.find(({ value }) => value === code)?.label ?? code;
