/** Who is signed in, with language, colours and signing out. */
import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { defineWords, setLanguage, useLanguage } from './language.ts';
import { useMe, useSignOut } from './session.ts';

const useWords = defineWords(
  { menu: (name: string) => `Menu of ${name}`, other: 'Nederlands', light: 'Light colours', dark: 'Dark colours', out: 'Sign out' },
  { menu: (name: string) => `Menu van ${name}`, other: 'English', light: 'Lichte kleuren', dark: 'Donkere kleuren', out: 'Uitloggen' },
);

export function MeMenu() {
  const me = useMe();
  const words = useWords();
  const language = useLanguage();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target><UnstyledButton aria-label={words.menu(me.name)} mih={44} miw={44}><Avatar name={me.name} color="initials" radius="xl" size={36} /></UnstyledButton></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item leftSection={<IconLanguage size={18} aria-hidden />} lang={language === 'nl' ? 'en' : 'nl'} onClick={() => setLanguage(language === 'nl' ? 'en' : 'nl')}>{words.other}</Menu.Item>
        <Menu.Item leftSection={dark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>{dark ? words.light : words.dark}</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>{words.out}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
