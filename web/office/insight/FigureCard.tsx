/** One figure: its value, what changed against the days before, its course as a line, and what it means. */
import { Sparkline } from '@mantine/charts';
import { ActionIcon, Box, Group, Paper, Popover, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { changeOf, useFigureFormat, verdictOf } from '../../parts/insight/figure-value.ts';
import type { Figure } from '../../parts/insight/figure-value.ts';
import { useFigureWords } from '../../parts/insight/words.ts';
import classes from './Insight.module.css';
import type { InsightSearch } from './routes.ts';
import { useWords } from './words.ts';

/** The company's green, dark enough on white and light enough on black. */
export const LINE = 'light-dark(var(--mantine-color-spil-7), var(--mantine-color-spil-4))';

export interface FigureCardProps { figure: Figure; currency: string | null; days: number; search: InsightSearch; selected: boolean }

export function FigureCard({ figure, currency, days, search, selected }: FigureCardProps) {
  const names = useFigureWords().names;
  const format = useFigureFormat();
  const name = names[figure.figure];
  // A day on which there was nothing to measure is no day at nought.
  const course = figure.series.flatMap(({ value }) => value ?? []);
  return (
    <Paper withBorder p="md" className={classes.card} data-selected={selected}>
      <Group justify="space-between" wrap="nowrap" gap={4} align="flex-start">
        <Link to="/insight" search={{ ...search, figure: figure.figure }} hash="figure" aria-current={selected ? 'true' : undefined} className={classes.name}>{name}</Link>
        <About figure={figure} name={name} />
      </Group>
      <Text fz={26} fw={650} lh={1.2} mt={4} className={classes.number}>{format.value(figure.unit, figure.value, currency)}</Text>
      <Change figure={figure} days={days} />
      {course.length > 1 && <Box inert className={classes.course}><Sparkline h={36} mt="xs" data={course} color={LINE} curveType="monotone" fillOpacity={0.15} strokeWidth={1.5} /></Box>}
    </Paper>
  );
}

export function Change({ figure, days }: { figure: Figure; days: number }) {
  const words = useWords();
  const format = useFigureFormat();
  const change = changeOf(figure.unit, figure.value, figure.previous.value);
  if (figure.value === null) return <Text size="sm" c="dimmed">{words.nothing}</Text>;
  if (change === null) return <Text size="sm" c="dimmed">{words.noBefore}</Text>;
  const verdict = verdictOf(figure.figure, change);
  const colour = verdict === 'good' ? 'green' : verdict === 'bad' ? 'red' : 'gray';
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      {change !== 0 && <ThemeIcon size={18} variant="light" color={colour} aria-hidden>{change > 0 ? <IconArrowUpRight size={14} /> : <IconArrowDownRight size={14} />}</ThemeIcon>}
      <Text size="sm" c="dimmed">
        <Text span inherit fw={600} c="var(--mantine-color-text)" className={classes.number}>{change === 0 ? words.unchanged : format.change(figure.unit, figure.value, figure.previous.value)}</Text>
        {verdict && `, ${verdict === 'good' ? words.better : words.worse}`} {words.before(days)}
      </Text>
    </Group>
  );
}

/** What a figure counts, in one sentence; by mouse and keyboard alike. */
export function About({ figure, name }: { figure: Figure; name: string }) {
  const words = useWords();
  const { definitions } = useFigureWords();
  return (
    <Popover width={320} position="bottom-end" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target><ActionIcon variant="subtle" color="gray" size="md" aria-label={words.about(name)}><IconInfoCircle size={17} aria-hidden /></ActionIcon></Popover.Target>
      <Popover.Dropdown aria-label={words.about(name)}><Stack gap={4} tabIndex={0}><Text fw={600} size="sm">{name}</Text><Text size="sm">{definitions[figure.figure]}</Text></Stack></Popover.Dropdown>
    </Popover>
  );
}
