/** Dutch and English: which one this browser shows, and how a feature's words are declared and read. */
import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'nl';

const KEY = 'spil.language';
const listeners = new Set<() => void>();
let current: Language = read();

function read(): Language {
  const wish = new URLSearchParams(location.search).get('language') ?? localStorage.getItem(KEY);
  if (wish === 'en' || wish === 'nl') return wish;
  return navigator.languages.find((tag) => /^(nl|en)\b/i.test(tag))?.toLowerCase().startsWith('nl') ? 'nl' : 'en';
}

export const language = (): Language => current;

export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}
document.documentElement.lang = current;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** A text, a sentence with values in it, or a group of those. */
export type Words = { readonly [name: string]: string | ((...values: never[]) => string) | Words };
/** The other language has the same words, with the same values in them. */
type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] extends (...values: infer V) => string ? (...values: V) => string : Same<T[K]> };

/**
 * Declares a feature's words: `const useWords = defineWords({ title: 'Today', orders: (n: number) => …}, { title: 'Vandaag', … })`.
 * The hook gives those of the shown language; `useWords.in('nl')` gives them outside of a component.
 */
export function defineWords<const T extends Words>(en: T, nl: Same<T>): { (): Same<T>; in(language: Language): Same<T> } {
  const both: Record<Language, Same<T>> = { en: en as unknown as Same<T>, nl };
  return Object.assign(() => both[useLanguage()], { in: (of: Language) => both[of] });
}

export { plural } from './plural.ts';
