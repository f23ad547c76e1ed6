/** Going back in time: a slider over the last two weeks, any moment by date and time, and the way back to now. */
import { Alert, Button, Group, Paper, Slider, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { MomentInput } from '../../parts/MomentInput.tsx';
import { wallOf } from '../../parts/zoned.ts';
import { now } from '../../shell/clock.ts';
import { useFormat } from '../../shell/format.ts';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useSkuWords } from './words.ts';

const HOUR = 3_600_000;
/** Two weeks of hours: what the slider goes back over. */
const HOURS = 14 * 24;

const hoursBack = (at: string | undefined): number => (at === undefined ? 0 : Math.min(HOURS, Math.max(0, Math.round((now().getTime() - Date.parse(at)) / HOUR))));

export function MomentBar() {
  const words = useSkuWords();
  const format = useFormat();
  const { at }: SkuSearch = skuRoute.useSearch();
  const navigate = skuRoute.useNavigate();
  const [back, setBack] = useState(() => hoursBack(at));
  useEffect(() => setBack(hoursBack(at)), [at]);
  const go = (moment: string | null): void => {
    const past = moment !== null && Date.parse(moment) < now().getTime() ? `${new Date(moment).toISOString().slice(0, 19)}Z` : undefined;
    void navigate({ replace: at !== undefined && past !== undefined, search: ({ at: _at, ...rest }: SkuSearch) => (past === undefined ? rest : { ...rest, at: past }) } as never);
  };
  return (
    <Paper withBorder p="md" radius="md">
      <Group gap="xl" align="flex-end">
        <Stack gap={4} style={{ flex: '1 1 260px' }}>
          <Group justify="space-between"><Text size="sm" fw={500} id="moment-slider">{words.slide}</Text><Text size="sm" c="dimmed">{words.hoursAgo(back)}</Text></Group>
          <Slider value={HOURS - back} onChange={(value) => setBack(HOURS - value)} onChangeEnd={(value) => go(value === HOURS ? null : new Date(now().getTime() - (HOURS - value) * HOUR).toISOString())} min={0} max={HOURS} label={null}
            thumbProps={{ 'aria-labelledby': 'moment-slider', 'aria-valuetext': words.hoursAgo(back) } as never} marks={Array.from({ length: 13 }, (_none, day) => ({ value: (day + 1) * 24 }))} my={6} />
        </Stack>
        <MomentInput label={words.pick} placeholder={words.now} value={at ?? null} onChange={go} maxDate={wallOf(now())} clearLabel={words.toNow} w={{ base: '100%', xs: 220 }} />
      </Group>
      {at !== undefined && (
        <Alert mt="md" color="yellow" variant="light" icon={<IconHistory aria-hidden />} role="status">
          <Group justify="space-between" gap="sm"><Text size="sm" fw={600}>{words.past(`${format.date(at)} ${format.time(at)}`)}</Text><Button size="compact-sm" variant="default" onClick={() => go(null)}>{words.toNow}</Button></Group>
        </Alert>
      )}
    </Paper>
  );
}
