/** Finding a product by part of its name, size, code or barcode, and choosing it. */
import { Radio, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { read } from '../api/query.ts';
import { defineWords } from '../shell/language.ts';

const useWords = defineWords({
  search: 'Search a product', placeholder: 'Name, size, SKU or barcode', type: 'Type at least two characters.', none: 'Nothing found.', found: 'Products found',
}, {
  search: 'Zoek een product', placeholder: 'Naam, maat, artikelnummer of streepjescode', type: 'Typ minstens twee tekens.', none: 'Niets gevonden.', found: 'Gevonden producten',
});

/** `beside` is shown with the chosen one. Searching anew lets go of the choice. */
export function ProductSearch({ sku, choose, beside }: { sku: string | null; choose(sku: string | null): void; beside?: (sku: string) => ReactNode }) {
  const words = useWords();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 200);
  const found = useQuery({ ...read('listVariants', { search: asked, active: 'true', limit: 8 }), enabled: asked.length >= 2 });
  return (
    <>
      <TextInput label={words.search} placeholder={words.placeholder} leftSection={<IconSearch size={16} aria-hidden />} value={search} onChange={(event) => { setSearch(event.currentTarget.value); choose(null); }} onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} data-autofocus />
      {asked.length < 2 ? <Text size="sm" c="dimmed">{words.type}</Text>
        : !found.data ? <Skeleton h={120} />
          : found.data.items.length === 0 ? <Text size="sm" c="dimmed" role="status">{words.none}</Text>
            : (
              <Radio.Group value={sku ?? ''} onChange={choose} aria-label={words.found}>
                <Stack gap={6}>{found.data.items.map((variant) => <Radio key={variant.sku} value={variant.sku} label={<><Text span size="sm" fw={600}>{variant.name}</Text> <Text span size="sm" c="dimmed">{variant.sku}</Text>{sku === variant.sku && beside?.(sku)}</>} />)}</Stack>
              </Radio.Group>
            )}
    </>
  );
}
