/** What the forms of settings share: the text as an object, one place of it changed at a time, and the problems there. */
import type { Answer } from '../../api/client.ts';

export type Body = Record<string, unknown>;
export type Problem = Answer<'trySetting'>['problems'][number];
export type Summary = Answer<'listSettingVersions'>['items'][number];

export interface FormProps { body: Body; onChange: (body: Body) => void; problems: readonly Problem[]; readOnly: boolean }

export const group = (value: unknown): Body => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Body : {});
export const list = (value: unknown): Body[] => (Array.isArray(value) ? value.map(group) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The sentence of what is wrong at a path; undefined when nothing is. */
export const problemAt = (problems: readonly Problem[], path: string): string | undefined => problems.find((problem) => problem.path === path)?.message;
