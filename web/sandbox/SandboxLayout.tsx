/** The frame of the sandbox: what it is, its parts, and the ways to the real doors. */
import { Anchor, AppShell, Box, Group, NavLink, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconBuildingBank, IconCreditCard, IconHandClick, IconMail, IconRobot, IconShoppingCart, IconTruckDelivery } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { defineWords, setLanguage, useLanguage } from '../shell/language.ts';
import classes from './SandboxLayout.module.css';

const useWords = defineWords(
  { skip: 'To the content', parts: 'Parts of the sandbox', sandbox: 'sandbox', doors: 'Doors', company: 'The company', store: 'Store', office: 'Office', other: 'Nederlands', pages: { start: 'Start', shop: 'Shop', mailbox: 'Mailbox', parcels: 'Parcels', payments: 'Payments', faults: 'Make something fail', erp: 'ERP', robots: 'Robots' } },
  { skip: 'Naar de inhoud', parts: 'Onderdelen van de proefopstelling', sandbox: 'proefopstelling', doors: 'Deuren', company: 'Het bedrijf', store: 'Winkel', office: 'Kantoor', other: 'English', pages: { start: 'Begin', shop: 'Webwinkel', mailbox: 'Postbus', parcels: 'Pakketten', payments: 'Betalingen', faults: 'Laat iets misgaan', erp: 'ERP', robots: 'Robots' } },
);
const PAGES = [['start', '/', IconHandClick], ['shop', '/shop', IconShoppingCart], ['mailbox', '/mailbox', IconMail], ['parcels', '/parcels', IconTruckDelivery], ['payments', '/payments', IconCreditCard], ['faults', '/faults', IconAlertTriangle], ['erp', '/erp', IconBuildingBank], ['robots', '/robots', IconRobot]] as const;

export function SandboxLayout() {
  const words = useWords();
  const language = useLanguage();
  const path = useRouterState({ select: (state) => state.location.pathname }).replace(/^\/sandbox/, '') || '/';
  const active = (to: string): boolean => (to === '/' ? path === '/' : path.startsWith(to));
  const parts = useRef<HTMLDivElement>(null);
  // On a phone the parts do not fit beside each other: the one that is shown is brought into sight.
  useEffect(() => { parts.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ inline: 'center', block: 'nearest' }); }, [path]);
  return (
    <AppShell header={{ height: { base: 108, sm: 112 } }} padding={{ base: 'md', lg: 'xl' }}>
      <a href="#content" className={classes.skip}>{words.skip}</a>
      <AppShell.Header>
        <Group h={56} px="md" justify="space-between" wrap="nowrap">
          <Text component={Link} to="/" fw={700} fz="lg" className={classes.brand}>Spil <Text span c="dimmed" fw={500} fz="md">{words.sandbox}</Text></Text>
          <Group component="nav" aria-label={words.doors} gap="md" wrap="nowrap" fz="sm">
            <Anchor href="/" inherit visibleFrom="xs" py={10}>{words.company}</Anchor><Anchor href="/store/" inherit py={10}>{words.store}</Anchor><Anchor href="/office/" inherit py={10}>{words.office}</Anchor>
            <UnstyledButton fz="sm" py={10} lang={language === 'nl' ? 'en' : 'nl'} onClick={() => setLanguage(language === 'nl' ? 'en' : 'nl')}>{words.other}</UnstyledButton>
          </Group>
        </Group>
        <ScrollArea type="never" component="nav" aria-label={words.parts}>
          <Group ref={parts} gap={4} px="sm" wrap="nowrap" h={52} align="flex-start">
            {PAGES.map(([page, to, Icon]) => <NavLink key={page} component={Link} to={to} w="auto" label={words.pages[page]} leftSection={<Icon size={17} aria-hidden />} active={active(to)} aria-current={active(to) ? 'page' : undefined} className={classes.tab} />)}
          </Group>
        </ScrollArea>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1}><Box maw={1280} mx="auto"><Outlet /></Box></AppShell.Main>
    </AppShell>
  );
}
