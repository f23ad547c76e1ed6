/** What the command bar lists for what was typed: the server's finds, the pages and actions of this account, and what was opened before. */
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { useChannels } from '../../parts/useChannels.ts';
import { usePlaces } from '../../parts/usePlaces.ts';
import { setLanguage, useLanguage } from '../../shell/language.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { NAVIGATION, useNavigationWords } from '../navigation.ts';
import { entriesOf, matching, remembered } from './entries.ts';
import type { Entry } from './entries.ts';
import { useWords } from './words.ts';

/** Milliseconds of rest after which it is asked: a person who types on is not answered for half a word. */
const REST = 60;
const searchers = ['operations', 'service', 'finance', 'viewer'] as const;

export interface Bar { entries: Entry[]; state: 'start' | 'short' | 'busy' | 'failed' | 'nothing' | 'found'; open(entry: Entry): void; act(entry: Entry): boolean }

/** Letters and digits of what was typed; one alone tells nothing. */
const tells = (typed: string): number => typed.replaceAll(/[^\p{L}\p{N}]/gu, '').length;

export function useEntries(typed: string): Bar {
  const words = useWords();
  const me = useMe();
  const [recent, setRecent] = useLocalStorage<Entry[]>({ key: `spil.recent.${me.id}`, defaultValue: [], getInitialValueInEffect: false });
  const [asked] = useDebouncedValue(typed.trim(), REST);
  const long = tells(asked) >= 2;
  const found = useQuery({ ...read('search', { q: asked }), enabled: long && hasRole(me, ...searchers), placeholderData: keepPreviousData, staleTime: 2000 });
  const channels = useChannels();
  const places = usePlaces();
  const here = useHere();
  const hits = long && found.data ? entriesOf(found.data, { ...words, channel: channels.name, place: places.name }) : [];
  const entries = tells(typed) === 0 ? [...recent, ...here.entries] : [...hits, ...matching(here.entries, typed)];
  return {
    entries, act: here.act,
    state: tells(typed) === 0 ? 'start' : tells(typed) < 2 ? 'short' : entries.length > 0 ? 'found' : found.isError ? 'failed' : found.isFetching || asked !== typed.trim() ? 'busy' : 'nothing',
    open: (entry) => { if (entry.group !== 'pages' && entry.group !== 'actions') setRecent((before) => remembered(before, entry)); },
  };
}

/** Pages this account may open, and what can be done from anywhere. */
function useHere(): { entries: Entry[]; act(entry: Entry): boolean } {
  const words = useWords();
  const names = useNavigationWords();
  const me = useMe();
  const shown = useLanguage();
  const { toggleColorScheme } = useMantineColorScheme();
  const action = (key: keyof typeof words.actions, to: string | null): Entry => ({ key: `action ${key}`, group: 'actions', label: words.actions[key], detail: '', to });
  const pages = NAVIGATION.flatMap(({ group, pages: of }) => of.filter(({ roles }) => roles === undefined || hasRole(me, ...roles)).map(({ page, to }): Entry => ({ key: `page ${page}`, group: 'pages', label: names.pages[page], detail: names.groups[group], to })));
  const orders = hasRole(me, ...searchers) ? [action('ordersLate', '/orders?view=late'), action('ordersToday', '/orders?view=today'), action('ordersHeld', '/orders?view=on-hold'), action('ordersReady', '/orders?view=ready')] : [];
  return {
    entries: [...pages, ...orders, action('dark', null), action('language', null)],
    act: ({ key }) => {
      if (key === 'action dark') toggleColorScheme();
      else if (key === 'action language') setLanguage(shown === 'nl' ? 'en' : 'nl');
      else return false;
      return true;
    },
  };
}
