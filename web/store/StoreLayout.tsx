/** The frame of the store's pages: where one is, what is not sent yet, who is at work, and the way to each kind of work. */
import { AppShell, Group, Menu, NavLink, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { IconArrowBackUp, IconBuildingStore, IconCashRegister, IconClipboardCheck, IconDots, IconPackageImport, IconPrinter, IconShoe, IconTruckDelivery, IconTruckLoading, IconUserCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { read } from '../api/query.ts';
import { startOutbox } from '../offline/outbox.ts';
import { Unsent } from '../offline/Unsent.tsx';
import { MeMenu } from '../shell/MeMenu.tsx';
import { defineWords } from '../shell/language.ts';
import classes from './StoreLayout.module.css';

const useWords = defineWords(
  { skip: 'To the content', main: 'Main menu', today: 'Today', till: 'Till', pickups: 'Pickups', incoming: 'Incoming', sending: 'Send goods', returns: 'Returns', stock: 'Stock', counts: 'Counts', handover: 'Hand over', device: 'Printing', more: 'More' },
  { skip: 'Naar de inhoud', main: 'Hoofdmenu', today: 'Vandaag', till: 'Kassa', pickups: 'Afhalen', incoming: 'Inkomend', sending: 'Versturen', returns: 'Retouren', stock: 'Voorraad', counts: 'Tellingen', handover: 'Overdragen', device: 'Afdrukken', more: 'Meer' },
);

const PAGES = [
  { path: 'today', icon: IconBuildingStore, phone: true }, { path: 'till', icon: IconCashRegister, phone: false }, { path: 'handover', icon: IconTruckDelivery, phone: false }, { path: 'pickups', icon: IconUserCheck, phone: true }, { path: 'incoming', icon: IconPackageImport, phone: false }, { path: 'sending', icon: IconTruckLoading, phone: false },
  { path: 'returns', icon: IconArrowBackUp, phone: true }, { path: 'stock', icon: IconShoe, phone: true }, { path: 'counts', icon: IconClipboardCheck, phone: false }, { path: 'device', icon: IconPrinter, phone: false },
] as const;

export function StoreLayout() {
  const words = useWords();
  const { location } = useParams({ from: '/$location' });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const place = useQuery({ ...read('getLocation', { location }), staleTime: 3_600_000 });
  useEffect(() => {
    const stop = new AbortController();
    startOutbox(stop.signal);
    return () => stop.abort();
  }, []);
  const active = (page: string): boolean => path.startsWith(`/${location}/${page}`) || path.startsWith(`/store/${location}/${page}`);
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: true } }} footer={{ height: { base: 64, sm: 0 } }} padding="md">
      <a href="#content" className={classes.skip}>{words.skip}</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Text fw={650} truncate component={Link} to={`/${location}/today`} className={classes.place}>{place.data?.name ?? location}</Text>
          <Group gap="xs" wrap="nowrap"><Unsent /><MeMenu /></Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.main}>
        {PAGES.map(({ path: page, icon: Icon }) => <NavLink key={page} component={Link} to={`/${location}/${page}`} label={words[page]} leftSection={<Icon size={22} aria-hidden />} active={active(page)} aria-current={active(page) ? 'page' : undefined} mih={48} className={classes.link} />)}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}><div className={classes.page}><Outlet /></div></AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" component="nav" aria-label={words.main}>
        <Group h="100%" gap={0} grow wrap="nowrap">
          {PAGES.filter(({ phone }) => phone).map(({ path: page, icon: Icon }) => (
            <UnstyledButton key={page} component={Link} to={`/${location}/${page}`} className={classes.tab} data-active={active(page)} aria-current={active(page) ? 'page' : undefined}>
              <Icon size={24} aria-hidden /><span>{words[page]}</span>
            </UnstyledButton>
          ))}
          <Menu position="top-end">
            <Menu.Target><UnstyledButton className={classes.tab} data-active={PAGES.some(({ path: page, phone }) => !phone && active(page))}><IconDots size={24} aria-hidden /><span>{words.more}</span></UnstyledButton></Menu.Target>
            <Menu.Dropdown>
              {PAGES.filter(({ phone }) => !phone).map(({ path: page, icon: Icon }) => <Menu.Item key={page} component={Link} to={`/${location}/${page}`} leftSection={<Icon size={22} aria-hidden />} mih={48} fz="md">{words[page]}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </AppShell.Footer>
    </AppShell>
  );
}
