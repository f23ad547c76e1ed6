/** Reads PostNL's JSON, where a list of one is a bare object, nothing is an empty object, and numbers are text. */
import { z } from 'zod';

const isEmptyObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/** Text, also when it comes as a number; `{}`, null and blank text are null. */
export const Text = z.preprocess((value) => {
  if (value === undefined || value === null || isEmptyObject(value)) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() === '' ? null : typeof value === 'string' ? value.trim() : value;
}, z.string().nullable());

/** A number, also when it comes as text; `{}`, null, blank and unreadable text are null. */
export const Numeric = z.preprocess((value) => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(',', '.')) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}, z.number().nullable());

/** A list, also when it is one bare object; `{}`, null and absent are the empty list. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => {
  if (value === undefined || value === null || isEmptyObject(value)) return [];
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null && !isEmptyObject(each));
}, z.array(item));

/** An object of which `{}` and null mean that there is none. */
export const objectOrNone = <Shape extends z.ZodType>(shape: Shape) => z.preprocess((value) => (value === undefined || isEmptyObject(value) ? null : value), shape.nullable());
