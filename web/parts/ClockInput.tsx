/** A time of the day, 24 hours, typed; the same in every browser. */
import '@mantine/dates/styles.css';
import { TimePicker } from '@mantine/dates';
import { defineWords } from '../shell/language.ts';

const useWords = defineWords({ hours: (of: string) => `${of}, hours`, minutes: (of: string) => `${of}, minutes` }, { hours: (of: string) => `${of}, uren`, minutes: (of: string) => `${of}, minuten` });

export interface ClockInputProps {
  /** What it is the time of; shown above it unless `hidden`. */
  label: string;
  hidden?: boolean;
  description?: string;
  /** "17:30", or empty. */
  value: string;
  onChange: (value: string) => void;
  w?: number;
}

export function ClockInput({ label, hidden = false, description, value, onChange, w = 84 }: ClockInputProps) {
  const words = useWords();
  return <TimePicker {...(hidden ? { 'aria-label': label } : { label })} description={description} value={value} onChange={(text) => onChange(text.slice(0, 5))} format="24h" hoursInputLabel={words.hours(label)} minutesInputLabel={words.minutes(label)} w={w} />;
}
