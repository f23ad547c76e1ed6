/** A table on a telephone: the columns that say the most share the width, and the others are on the page behind the row. */
import { useMediaQuery } from '@mantine/hooks';
import type { Column } from './DataTable.tsx';

/** Width of a column of numbers where there is little room. */
const NUMBERS = 110;

/** All columns where there is room for them, else the named ones. */
export function useNarrowColumns<R>(columns: Column<R>[], keep: readonly string[]): Column<R>[] {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  if (!narrow) return columns;
  return columns.filter(({ key }) => keep.includes(key)).map(({ width: _width, ...column }) => (column.align === 'right' ? { ...column, width: NUMBERS } : column));
}
