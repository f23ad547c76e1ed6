/** A date, chosen from a calendar in the shown language. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/nl';
import { DatePickerInput } from '@mantine/dates';
import { useLanguage } from '../shell/language.ts';
import { useCalendarWords } from './calendar-words.ts';

export interface DayInputProps { label: string; /** "2026-12-25", or empty. */ value: string; onChange: (value: string) => void; minDate?: string; w?: number; size?: 'md'; description?: string; placeholder?: string; /** The calendar opens at this day's month while none is chosen. */ shownFirst?: string; /** It may be left empty again. */ clearable?: boolean; error?: string | null }

export function DayInput({ label, value, onChange, minDate, w, size, description, placeholder, shownFirst, clearable = false, error = null }: DayInputProps) {
  const { clear, ...labels } = useCalendarWords();
  return <DatePickerInput label={label} value={value === '' ? null : value} onChange={(day) => onChange(day ?? '')} locale={useLanguage()} valueFormat="D MMM YYYY" hideOutsideDates weekendDays={[]} ariaLabels={labels} error={error} w={w} clearable={clearable} clearButtonProps={{ 'aria-label': clear }} {...(minDate === undefined ? {} : { minDate })} {...(size === undefined ? {} : { size })} {...(shownFirst === undefined ? {} : { defaultDate: shownFirst })} description={description} placeholder={placeholder} />;
}
