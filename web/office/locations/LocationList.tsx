/** The locations as a list: what kind, how much work, how much of the day's capacity is given. */
import { Badge, Group, Progress, Text } from '@mantine/core';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { useLocationKind } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import type { Place, Work } from './location.ts';
import { useLocationWords } from './words.ts';

export interface LocationListProps { places: readonly Place[]; work: ReadonlyMap<string, Work>; loading: boolean; withWork: boolean; onOpen: (code: string) => void; height: string }

export function LocationList({ places, work, loading, withWork, onOpen, height }: LocationListProps) {
  const words = useLocationWords();
  const kinds = useLocationKind();
  const busiest = [...places].sort((a, b) => (work.get(b.code)?.open ?? 0) - (work.get(a.code)?.open ?? 0) || a.name.localeCompare(b.name));
  const columns: Column<Place>[] = [
    { key: 'name', title: words.name, width: 220, render: (place) => (
      <div style={{ minWidth: 0 }}>
        <Group gap={6} wrap="nowrap"><LinkAnchor to="/locations/$location" params={{ location: place.code } as never} size="sm" fw={550} c="inherit" truncate>{place.name}</LinkAnchor>{!place.active && <Badge size="sm" color="gray" variant="light" tt="none" autoContrast>{words.inactive}</Badge>}</Group>
        <Text size="xs" c="dimmed" truncate>{[kinds[place.kind], place.address.city].filter((part) => part !== place.name).join(' · ')}</Text>
      </div>
    ) },
    ...(withWork ? [
      { key: 'open', title: words.open, width: 100, align: 'right', render: (place) => <Figure value={work.get(place.code)?.open ?? 0} strong /> },
      { key: 'overdue', title: words.overdue, width: 80, align: 'right', render: (place) => <Figure value={work.get(place.code)?.overdue ?? 0} tone="bad" /> },
      { key: 'today', title: words.today, width: 170, render: (place) => <Today place={place} load={work.get(place.code)?.load ?? 0} /> },
    ] satisfies Column<Place>[] : []),
  ];
  return <DataTable label={words.list} columns={columns} rows={busiest} rowKey={(place) => place.code} rowHeight={54} height={height} loading={loading} onOpen={(place) => onOpen(place.code)} />;
}

function Today({ place, load }: { place: Place; load: number }) {
  const words = useLocationWords();
  const format = useFormat();
  if (place.capacity === null) return <Text size="sm" c="dimmed">{words.noLimit}</Text>;
  const share = place.capacity === 0 ? 100 : Math.min(100, (load / place.capacity) * 100);
  const text = words.of(format.number(load), format.number(place.capacity));
  return <div><Text size="xs" style={{ fontVariantNumeric: 'tabular-nums' }}>{text}</Text><Progress value={share} color={share >= 100 ? 'red' : share >= 80 ? 'orange' : 'spil'} size="sm" aria-label={text} /></div>;
}
