/** How many: less, the number, more; large enough for a thumb, and told when it changes. */
import { ActionIcon, Group } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { defineWords } from '../../shell/language.ts';
import classes from './shop.module.css';

const useWords = defineWords({ less: (of: string) => `One less of ${of}`, more: (of: string) => `One more of ${of}` }, { less: (of: string) => `Eén minder van ${of}`, more: (of: string) => `Eén meer van ${of}` });

export interface StepperProps {
  /** Of what, for those who cannot see it. */
  of: string;
  /** Null is not counted: shown as a dash. */
  value: number | null;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  /** Behind the number, e.g. "of 3". */
  suffix?: string;
}

export function Stepper({ of, value, onChange, min = 0, max = Number.MAX_SAFE_INTEGER, suffix }: StepperProps) {
  const words = useWords();
  return (
    <Group gap={6} wrap="nowrap" ms="auto" role="group" aria-label={of}>
      <ActionIcon size={44} variant="default" aria-label={words.less(of)} disabled={(value ?? 0) <= min && value !== null} onClick={() => onChange(Math.max(min, (value ?? 1) - 1))}><IconMinus size={20} aria-hidden /></ActionIcon>
      <span className={classes.figure} role="status">{value ?? '–'}{suffix === undefined ? '' : ` ${suffix}`}</span>
      <ActionIcon size={44} variant="default" aria-label={words.more(of)} disabled={(value ?? 0) >= max} onClick={() => onChange(Math.min(max, (value ?? 0) + 1))}><IconPlus size={20} aria-hidden /></ActionIcon>
    </Group>
  );
}
