/** A date, chosen from a calendar in the shown language. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/nl';
import { DatePickerInput } from '@mantine/dates';
import { defineWords, useLanguage } from '../shell/language.ts';

const useWords = defineWords(
  { nextMonth: 'Next month', previousMonth: 'Previous month', nextYear: 'Next year', previousYear: 'Previous year', nextDecade: 'Next decade', previousDecade: 'Previous decade' },
  { nextMonth: 'Volgende maand', previousMonth: 'Vorige maand', nextYear: 'Volgend jaar', previousYear: 'Vorig jaar', nextDecade: 'Volgend decennium', previousDecade: 'Vorig decennium' },
);

export interface DayInputProps { label: string; /** "2026-12-25", or empty. */ value: string; onChange: (value: string) => void; minDate?: string; w?: number }

export function DayInput({ label, value, onChange, minDate, w }: DayInputProps) {
  const words = useWords();
  return <DatePickerInput label={label} value={value === '' ? null : value} onChange={(day) => onChange(day ?? '')} locale={useLanguage()} valueFormat="D MMM YYYY" hideOutsideDates weekendDays={[]} ariaLabels={words} w={w} {...(minDate === undefined ? {} : { minDate })} />;
}
