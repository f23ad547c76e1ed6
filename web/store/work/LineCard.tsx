/** One product of the work: where it lies, what it looks like, how many are counted; a problem is one swipe or one tap away. */
import { Badge, Box, Button, Flex, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMapPin } from '@tabler/icons-react';
import { useRef } from 'react';
import type { TouchEvent } from 'react';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { splitOptions } from './progress.ts';
import type { Line } from './progress.ts';
import classes from './work.module.css';
import { useWorkWords } from './words.ts';

/** So far a finger goes to the left before it means "problem", in pixels. */
const SWIPE = 80;

export interface LineCardProps {
  line: Line;
  /** The one to fetch now: shown large. */
  current: boolean;
  onProblem?: (() => void) | undefined;
}

export function LineCard({ line, current, onProblem }: LineCardProps) {
  const words = useWorkWords();
  const swipe = useSwipe(onProblem);
  const wanted = line.toPick + line.picked + line.packed + line.gone;
  const done = line.toPick === 0;
  return (
    <Box component="li" className={classes.line} data-current={current} data-done={done} data-line={line.line} {...swipe}>
      <Group gap="xs" justify="space-between" wrap="nowrap" mb={current ? 10 : 6}><Place place={line.place} large={current} /><Count n={wanted - line.toPick} of={wanted} done={done} large={current} /></Group>
      <Group wrap="nowrap" gap="md" align="center">
        <ProductPicture picture={line.picture} name={line.name} size={current ? 132 : 56} />
        <Product line={line} large={current} />
      </Group>
      {onProblem && <Group justify="flex-end" mt={current ? 'sm' : 4}><Button variant={current ? 'default' : 'subtle'} color="gray" size="compact-md" h={44} c="var(--mantine-color-text)" leftSection={<IconAlertTriangle size={18} aria-hidden />} onClick={onProblem} aria-label={`${words.problem}: ${line.name}`}>{words.problem}</Button></Group>}
    </Box>
  );
}

export function Place({ place, large = false }: { place: string | null; large?: boolean }) {
  const words = useWorkWords();
  if (place === null) return <Text c="dimmed" size="sm">{words.noPlace}</Text>;
  return <Text component="span" fw={750} fz={large ? 30 : 17} lh={1.1} className={classes.place}><IconMapPin size={large ? 24 : 16} aria-hidden /><VisuallyHidden>{words.place}</VisuallyHidden>{place}</Text>;
}

/** Name, brand and what tells it from its neighbours; the size is read from two metres away. Large, also the code to type when the one on the box cannot be scanned. */
export function Product({ line, large = false }: { line: Pick<Line, 'name' | 'brand' | 'options' | 'sku' | 'gtins'>; large?: boolean }) {
  const words = useWorkWords();
  const { size, rest } = splitOptions(line.options);
  const code = line.sku ?? line.gtins[0];
  return (
    <Flex gap="sm" direction={large ? 'column' : 'row'} align={large ? 'flex-start' : 'center'} miw={0}>
      {size !== null && <Stack gap={0} align="center" className={classes.size} data-large={large}><Text size="xs" lh={1.1}>{words.size}</Text><Text fw={800} lh={1.05} fz={large ? 34 : 19}>{size}</Text></Stack>}
      <Stack gap={1} miw={0}><Text fw={600} lh={1.25} fz={large ? 'lg' : 'md'}>{line.name}</Text><Text size="sm" c="dimmed">{[line.brand, rest].filter(Boolean).join(' · ')}</Text>{large && code !== undefined && <Text size="sm" c="dimmed">{words.code} <Text span inherit ff="monospace" c="var(--mantine-color-text)">{code}</Text></Text>}</Stack>
    </Flex>
  );
}

function Count({ n, of, done, large }: { n: number; of: number; done: boolean; large: boolean }) {
  const words = useWorkWords();
  return <Badge size={large ? 'xl' : 'lg'} tt="none" variant={done ? 'filled' : 'light'} autoContrast leftSection={done ? <IconCheck size={16} aria-hidden /> : null} style={{ flexShrink: 0 }}>{words.picked(n, of)}</Badge>;
}

/** A finger that goes to the left, and not up or down. */
function useSwipe(act: (() => void) | undefined) {
  const start = useRef<{ x: number; y: number } | null>(null);
  if (!act) return {};
  return {
    onTouchStart: ({ touches }: TouchEvent) => { const touch = touches.item(0); start.current = touch ? { x: touch.clientX, y: touch.clientY } : null; },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const touch = changedTouches.item(0);
      const from = start.current;
      if (from && touch && from.x - touch.clientX > SWIPE && Math.abs(from.y - touch.clientY) < SWIPE / 2) act();
    },
  };
}
