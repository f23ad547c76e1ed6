/** The sales channels by name: for choosing one, and for saying a name where the server says a code. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { read } from '../api/query.ts';

export interface Channels {
  /** The name of a code; the code itself while names are not known. */
  name: (code: string) => string;
  /** For a Select, by code. */
  options: { value: string; label: string }[];
}

export function useChannels(): Channels {
  const { data } = useQuery({ ...read('listChannels', { limit: 200 }), staleTime: 60_000 });
  return useMemo(() => {
    const names = new Map(data?.items.map(({ code, name }) => [code, name]));
    return { options: (data?.items ?? []).map(({ code, name }) => ({ value: code, label: name })), name: (code) => names.get(code) ?? code };
  }, [data]);
}
