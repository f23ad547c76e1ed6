/** The frame of the office's pages: the command bar above, the menu by what one comes to do at the side. */
import { AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { QueueCount } from '../parts/queues/QueueCount.tsx';
import { MeMenu } from '../shell/MeMenu.tsx';
import { defineWords } from '../shell/language.ts';
import { hasRole, useMe } from '../shell/session.ts';
import { CommandBar } from './command/CommandBar.tsx';
import { NAVIGATION, useNavigationWords } from './navigation.ts';
import classes from './OfficeLayout.module.css';

const useWords = defineWords({ skip: 'To the content', main: 'Main menu', open: 'Open the menu', close: 'Close the menu' }, { skip: 'Naar de inhoud', main: 'Hoofdmenu', open: 'Menu openen', close: 'Menu sluiten' });

export function OfficeLayout() {
  const words = useWords();
  const names = useNavigationWords();
  const me = useMe();
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname }).replace(/^\/office/, '') || '/';
  useEffect(() => close(), [path, close]);
  const active = (to: string): boolean => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={{ base: 'md', lg: 'xl' }}>
      <a href="#content" className={classes.skip}>{words.skip}</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? words.close : words.open} />
            <Text component={Link} to="/" fw={700} fz="lg" className={classes.brand}>Spil</Text>
          </Group>
          <CommandBar />
          <MeMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.main}>
        <ScrollArea>
          {NAVIGATION.map(({ group, pages }) => {
            const shown = pages.filter(({ roles }) => roles === undefined || hasRole(me, ...roles));
            return shown.length === 0 ? null : (
              <div key={group} role="group" aria-label={names.groups[group]}>
                <Text size="xs" c="dimmed" fw={600} px="sm" pt="md" pb={4} aria-hidden>{names.groups[group]}</Text>
                {shown.map(({ page, to, icon: Icon }) => <NavLink key={page} component={Link} to={to} label={names.pages[page]} leftSection={<Icon size={18} aria-hidden />} rightSection={page === 'queues' && <QueueCount />} active={active(to)} aria-current={active(to) ? 'page' : undefined} className={classes.link} />)}
              </div>
            );
          })}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}><Outlet /></AppShell.Main>
    </AppShell>
  );
}
