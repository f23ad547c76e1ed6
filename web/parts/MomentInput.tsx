/** A date and time on the retailer's clock, with everything in it named in the shown language. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/nl';
import { DateTimePicker } from '@mantine/dates';
import type { DateTimePickerProps } from '@mantine/dates';
import { defineWords, useLanguage } from '../shell/language.ts';
import { useCalendarWords } from './calendar-words.ts';
import { instantOf, wallOf } from './zoned.ts';

const useWords = defineWords(
  { submit: 'Take this moment', time: 'Time', hours: 'Hours', minutes: 'Minutes' },
  { submit: 'Neem dit moment', time: 'Tijd', hours: 'Uren', minutes: 'Minuten' },
);

export interface MomentInputProps extends Omit<DateTimePickerProps, 'value' | 'onChange' | 'type'> {
  /** An instant, or null when none is chosen. */
  value: string | null;
  onChange: (instant: string | null) => void;
  clearLabel?: string;
}

export function MomentInput({ value, onChange, clearLabel, ...props }: MomentInputProps) {
  const { submit, time, hours, minutes } = useWords();
  const { clear, ...labels } = useCalendarWords();
  const language = useLanguage();
  return (
    <DateTimePicker {...props} value={value === null ? null : wallOf(value)} onChange={(text) => onChange(text === null ? null : instantOf(text))} locale={language} valueFormat="D MMM YYYY HH:mm" clearable hideOutsideDates weekendDays={[]}
      ariaLabels={labels} submitButtonProps={{ 'aria-label': submit }} clearButtonProps={{ 'aria-label': clearLabel ?? clear }} timePickerProps={{ 'aria-label': time, hoursInputLabel: hours, minutesInputLabel: minutes }} />
  );
}
