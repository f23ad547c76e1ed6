/** Money, numbers, dates and ages as people of the shown language write them. */
import { useMemo } from 'react';
import { formatIn } from './formats.ts';
import type { Format } from './formats.ts';
import { useLanguage } from './language.ts';

export { ZONE } from './formats.ts';
export type { Format } from './formats.ts';

export function useFormat(): Format {
  const of = useLanguage();
  return useMemo(() => formatIn(of), [of]);
}
