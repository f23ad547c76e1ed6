/** Who is signed in: switching, PIN, password, language, colours, the other door, and signing out. */
import { Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconArrowsExchange, IconBuilding, IconBuildingStore, IconDialpad, IconKey, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { Initials } from '../parts/Initials.tsx';
import { doorsOf } from './doors.ts';
import { setLanguage, useLanguage } from './language.ts';
import { useMeWords } from './me/words.ts';
import { useMe, useSignOut } from './session.ts';

const PinDialog = lazy(() => import('./me/PinDialog.tsx'));
const PasswordDialog = lazy(() => import('./me/PasswordDialog.tsx'));
const ICON = 18;

export function MeMenu() {
  const me = useMe();
  const words = useMeWords();
  const signOut = useSignOut();
  const [dialog, setDialog] = useState<'pin' | 'password' | null>(null);
  const may = (action: string): boolean => me.can.includes(action);
  const item = (icon: ReactNode, text: string, onClick: () => void): ReactNode => <Menu.Item leftSection={icon} mih={44} onClick={onClick}>{text}</Menu.Item>;
  return (
    <>
      <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
        <Menu.Target><UnstyledButton mih={44} miw={44}><Initials name={me.name} size={36} /><VisuallyHidden>{words.menu(me.name)}</VisuallyHidden></UnstyledButton></Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.name}{me.via === 'pin' && <Text size="xs" inherit>{words.byPin}</Text>}</Menu.Label>
          {may('switch') && item(<IconArrowsExchange size={ICON} aria-hidden />, words.switch, () => void signOut())}
          {may('setPin') && item(<IconDialpad size={ICON} aria-hidden />, me.hasPin ? words.changePin : words.setPin, () => setDialog('pin'))}
          {may('changePassword') && item(<IconKey size={ICON} aria-hidden />, words.changePassword, () => setDialog('password'))}
          <OtherDoors roles={me.roles} />
          <Menu.Divider />
          <Look keep={may('setLanguage')} />
          <Menu.Divider />
          {item(<IconLogout size={ICON} aria-hidden />, words.out, () => void signOut())}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'pin' && <PinDialog onClose={() => setDialog(null)} />}
        {dialog === 'password' && <PasswordDialog onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

/** The way to the other door, for who may go through both. */
function OtherDoors({ roles }: { roles: readonly string[] }) {
  const words = useMeWords();
  const doors = doorsOf(roles);
  if (doors.length < 2) return null;
  const inStore = location.pathname.startsWith('/store');
  return <Menu.Item mih={44} component="a" href={inStore ? '/office/' : '/store/'} leftSection={inStore ? <IconBuilding size={ICON} aria-hidden /> : <IconBuildingStore size={ICON} aria-hidden />}>{inStore ? words.office : words.store}</Menu.Item>;
}

/** Language and colours; the language goes with the person to the next device. */
function Look({ keep }: { keep: boolean }) {
  const words = useMeWords();
  const other = useLanguage() === 'nl' ? 'en' : 'nl';
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const choose = (): void => {
    setLanguage(other);
    // The screen has changed already; a server that is away learns it another time.
    if (keep) call('chooseLanguage', { body: { language: other } }).catch(() => undefined);
  };
  return (
    <>
      <Menu.Item mih={44} leftSection={<IconLanguage size={ICON} aria-hidden />} lang={other} onClick={choose}>{words.other}</Menu.Item>
      <Menu.Item mih={44} leftSection={dark ? <IconSun size={ICON} aria-hidden /> : <IconMoon size={ICON} aria-hidden />} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>{dark ? words.light : words.dark}</Menu.Item>
    </>
  );
}
