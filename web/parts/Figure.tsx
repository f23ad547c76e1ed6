/** A whole number in a column of them: digits of one width, so that they line up; nothing is a quiet dash. */
import { Text } from '@mantine/core';
import { useFormat } from '../shell/format.ts';

export interface FigureProps {
  /** Null is not known. */
  value: number | null;
  /** What stands for nothing; 0 itself where it says something. */
  zero?: 'dash' | 'zero';
  strong?: boolean;
  tone?: 'bad' | 'good' | undefined;
  /** With its sign, as a change. */
  signed?: boolean;
}

const TONES = { bad: 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))', good: 'light-dark(var(--mantine-color-teal-9), var(--mantine-color-teal-4))' } as const;

export function Figure({ value, zero = 'dash', strong = false, tone, signed = false }: FigureProps) {
  const format = useFormat();
  const quiet = value === null || (value === 0 && zero === 'dash');
  const text = value === null ? '?' : value === 0 && zero === 'dash' ? '–' : `${signed && value > 0 ? '+' : ''}${format.number(value).replace(/^-/, '−')}`;
  return <Text span size="sm" fw={strong ? 650 : undefined} c={quiet ? 'dimmed' : tone === undefined ? undefined : TONES[tone]} style={{ fontVariantNumeric: 'tabular-nums' }}>{text}</Text>;
}
