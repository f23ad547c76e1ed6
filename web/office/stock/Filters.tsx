/** The filters above the lists of stock; each stands in the address. */
import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePlaces } from '../../parts/usePlaces.ts';
import { stockRoute } from './routes.ts';
import type { StockSearch } from './routes.ts';
import { useStockWords } from './words.ts';

/** Writes one filter into the address, in place of the entry there was. */
export function useFilter(): (change: Partial<Record<keyof StockSearch, string | null>>) => void {
  const navigate = stockRoute.useNavigate();
  return (change) => { void navigate({ replace: true, search: (before: StockSearch) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== '' && value !== undefined)) as StockSearch }); };
}

export function LocationFilter() {
  const words = useStockWords();
  const places = usePlaces();
  const { location } = stockRoute.useSearch();
  const filter = useFilter();
  return <Select label={words.location} placeholder={words.anyLocation} data={places.options} value={location ?? null} onChange={(value) => filter({ location: value })} searchable clearable w={{ base: '100%', xs: 220 }} />;
}

export function SearchFilter() {
  const words = useStockWords();
  const { q = '' } = stockRoute.useSearch();
  const filter = useFilter();
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const later = useDebouncedCallback((value: string) => filter({ q: value.trim() }), 200);
  return <TextInput label={words.search} placeholder={words.searchHint} leftSection={<IconSearch size={16} aria-hidden />} value={text} onChange={({ currentTarget: { value } }) => { setText(value); later(value); }} type="search" w={{ base: '100%', xs: 280 }} />;
}
