/** A date and time on the retailer's clock, with everything in it named in the shown language. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/nl';
import { DateTimePicker } from '@mantine/dates';
import type { DateTimePickerProps } from '@mantine/dates';
import { defineWords, useLanguage } from '../shell/language.ts';
import { instantOf, wallOf } from './zoned.ts';

const useWords = defineWords(
  { nextMonth: 'Next month', previousMonth: 'Previous month', nextYear: 'Next year', previousYear: 'Previous year', nextDecade: 'Next decade', previousDecade: 'Previous decade', submit: 'Take this moment', clear: 'Clear', time: 'Time', hours: 'Hours', minutes: 'Minutes' },
  { nextMonth: 'Volgende maand', previousMonth: 'Vorige maand', nextYear: 'Volgend jaar', previousYear: 'Vorig jaar', nextDecade: 'Volgend decennium', previousDecade: 'Vorig decennium', submit: 'Neem dit moment', clear: 'Wissen', time: 'Tijd', hours: 'Uren', minutes: 'Minuten' },
);

export interface MomentInputProps extends Omit<DateTimePickerProps, 'value' | 'onChange' | 'type'> {
  /** An instant, or null when none is chosen. */
  value: string | null;
  onChange: (instant: string | null) => void;
  clearLabel?: string;
}

export function MomentInput({ value, onChange, clearLabel, ...props }: MomentInputProps) {
  const { submit, clear, time, hours, minutes, ...labels } = useWords();
  const language = useLanguage();
  return (
    <DateTimePicker {...props} value={value === null ? null : wallOf(value)} onChange={(text) => onChange(text === null ? null : instantOf(text))} locale={language} valueFormat="D MMM YYYY HH:mm" clearable hideOutsideDates weekendDays={[]}
      ariaLabels={labels} submitButtonProps={{ 'aria-label': submit }} clearButtonProps={{ 'aria-label': clearLabel ?? clear }} timePickerProps={{ 'aria-label': time, hoursInputLabel: hours, minutesInputLabel: minutes }} />
  );
}
