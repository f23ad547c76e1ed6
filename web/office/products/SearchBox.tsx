/** A search field whose words go into the address a moment after the last letter. */
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

export function SearchBox({ label, placeholder, value, onSearch }: { label: string; placeholder: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback((next: string) => onSearch(next.trim()), 200);
  return <TextInput label={label} placeholder={placeholder} type="search" leftSection={<IconSearch size={16} aria-hidden />} value={text} onChange={({ currentTarget: { value: next } }) => { setText(next); later(next); }} w={{ base: '100%', xs: 320 }} />;
}
