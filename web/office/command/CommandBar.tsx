/** The command bar: any order, customer, product, parcel, return or page by typing part of it; opened with Ctrl-K. */
import { Badge, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconArrowBackUp, IconBolt, IconBox, IconFileText, IconHistory, IconReceipt2, IconSearch, IconShoe, IconUser } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useOrderStatus, wordOf } from '../../parts/words.ts';
import classes from './CommandBar.module.css';
import type { Entry, Group as GroupName } from './entries.ts';
import { useEntries } from './useEntries.ts';
import { useWords } from './words.ts';
import '@mantine/spotlight/styles.css';

const ICONS: Readonly<Record<GroupName, typeof IconSearch>> = { recent: IconHistory, orders: IconReceipt2, customers: IconUser, products: IconShoe, parcels: IconBox, returns: IconArrowBackUp, actions: IconBolt, pages: IconFileText };
const ORDER: readonly GroupName[] = ['recent', 'orders', 'customers', 'products', 'parcels', 'returns', 'pages', 'actions'];
const mac = /mac/i.test(navigator.platform);

const tellsNothing = (typed: string): boolean => typed.trim() === '';

export function CommandBar() {
  const words = useWords();
  return (
    <>
      <UnstyledButton className={classes.open} onClick={spotlight.open} aria-haspopup="dialog">
        <IconSearch size={18} aria-hidden />
        <Text size="sm" c="dimmed" className={classes.hint} truncate>{words.placeholder}</Text>
        <Kbd size="xs" visibleFrom="md">{words.keys(mac)}</Kbd>
      </UnstyledButton>
      <Bar />
    </>
  );
}

function Bar() {
  const words = useWords();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const { entries, state, open, act } = useEntries(typed);
  const choose = (entry: Entry): void => {
    open(entry);
    if (!act(entry) && entry.to !== null) void router.navigate({ href: `/office${entry.to}` });
  };
  const groups = ORDER.map((group) => ({ group, of: entries.filter((entry) => entry.group === group) })).filter(({ of }) => of.length > 0);
  // Enter opens the best find, without going down to it first.
  const first = (event: KeyboardEvent<HTMLInputElement>): void => {
    const best = groups[0]?.of[0];
    if (event.key !== 'Enter' || best === undefined || tellsNothing(typed) || document.querySelector('[data-action][data-selected]') !== null) return;
    event.preventDefault();
    choose(best);
    spotlight.close();
  };
  return (
    <Spotlight.Root query={typed} onQueryChange={setTyped} shortcut={['mod + K']} clearQueryOnClose scrollable maxHeight="min(70dvh, 560px)" size="lg">
      <Spotlight.Search onKeyDown={first} placeholder={words.placeholder} aria-label={words.placeholder} leftSection={<IconSearch size={20} aria-hidden />} />
      <Spotlight.ActionsList>
        {groups.map(({ group, of }) => (
          <Spotlight.ActionsGroup key={group} label={words.groups[group]}>
            {of.map((entry) => <Line key={`${group} ${entry.key}`} entry={entry} choose={choose} />)}
          </Spotlight.ActionsGroup>
        ))}
        {state !== 'found' && (state !== 'start' || entries.length === 0) && <Spotlight.Empty role="status">{{ start: words.start, short: words.short, busy: words.busy, failed: words.failed, nothing: words.nothing(typed.trim()) }[state]}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer visibleFrom="sm">
        <Group gap="lg">
          {([['↑ ↓', words.help.move], ['Enter', words.help.open], ['Esc', words.help.close]] as const).map(([key, word]) => <Group key={key} gap={6}><Kbd size="xs">{key}</Kbd><Text size="xs" c="dimmed">{word}</Text></Group>)}
        </Group>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

function Line({ entry, choose }: { entry: Entry; choose: (entry: Entry) => void }) {
  const statuses = useOrderStatus();
  const Icon = ICONS[entry.group];
  return (
    <Spotlight.Action onClick={() => choose(entry)} keywords={[]}>
      <Group wrap="nowrap" gap="sm" w="100%" className={classes.line}>
        <Icon size={18} aria-hidden className={classes.icon} />
        <Text size="sm" fw={550} className={classes.label}>{entry.label}</Text>
        {entry.detail !== '' && <Text size="sm" truncate className={classes.detail}>{entry.detail}</Text>}
        {entry.status !== undefined && <Badge variant="outline" color="gray" tt="none" size="sm" className={classes.status}>{wordOf(statuses, entry.status)}</Badge>}
      </Group>
    </Spotlight.Action>
  );
}
