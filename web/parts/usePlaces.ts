/** The locations there are, by name: for choosing one, and for saying a name where the server says a code. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer } from '../api/client.ts';
import { read } from '../api/query.ts';

export type Place = Answer<'listLocations'>['items'][number];

export interface Places {
  list: readonly Place[];
  /** The name of a code; the code itself while names are not known. */
  name: (code: string) => string;
  /** For a Select, by name. */
  options: { value: string; label: string }[];
}

/** The first five hundred by code: a choice among more is made by typing where it matters. */
export function usePlaces(): Places {
  const { data } = useQuery({ ...read('listLocations', { limit: 500 }), staleTime: 60_000 });
  return useMemo(() => {
    const list = data?.items ?? [];
    const names = new Map(list.map(({ code, name }) => [code, name]));
    return { list, name: (code) => names.get(code) ?? code, options: list.map(({ code, name }) => ({ value: code, label: name })).sort((a, b) => a.label.localeCompare(b.label)) };
  }, [data]);
}
