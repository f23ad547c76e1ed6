/** An amount in whole minor units, typed as people write it; never a float. */
import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { decimal } from '../shell/decimal.ts';
import { useLanguage } from '../shell/language.ts';
import { exponentOf, minorOf } from './minor.ts';

export interface MoneyInputProps {
  label: ReactNode;
  description?: ReactNode;
  /** Minor units; null is left empty. */
  value: number | null;
  onChange: (value: number | null) => void;
  currency?: string;
  error?: ReactNode;
  /** Smallest amount in minor units. */
  min?: number;
  disabled?: boolean;
  required?: boolean;
  /** In place of a label that can be seen. */
  'aria-label'?: string;
}

export function MoneyInput({ value, onChange, currency = 'EUR', min = 0, ...props }: MoneyInputProps) {
  const exponent = exponentOf(currency);
  const language = useLanguage();
  return (
    <NumberInput {...props} value={value === null ? '' : decimal(value, exponent)} onValueChange={({ value: text }) => onChange(minorOf(text, exponent))} valueIsNumericString hideControls inputMode="decimal" leftSection={<span aria-hidden>{currency === 'EUR' ? '€' : currency}</span>}
      leftSectionWidth={currency === 'EUR' ? undefined : 52} decimalScale={exponent} fixedDecimalScale decimalSeparator={language === 'nl' ? ',' : '.'} thousandSeparator={language === 'nl' ? '.' : ','} allowNegative={min < 0} min={Number(decimal(min, exponent))} styles={{ input: { textAlign: 'right' } }} />
  );
}
