/** Saving what is shown as a view, changing a view, and taking it away. */
import { Button, Group, Menu, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useRole } from '../../parts/words.ts';
import { useMe } from '../../shell/session.ts';
import type { Shown, View } from './search.ts';
import { useWords } from './words.ts';

interface Props { shown: Shown; view: View | undefined; isChanged: boolean; go(view: string): void; reset(): void }
type Team = View['team'];

export function SaveView({ shown, view, isChanged, go, reset }: Props) {
  const words = useWords();
  const client = useQueryClient();
  const [opened, { open, close }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: (id: string) => call('deleteView', { view: id }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['listViews'] });
      notifications.show({ message: words.save.removed });
      go('all');
    },
  });
  const mine = view !== undefined && view.can.includes('delete');
  return (
    <Group gap="xs">
      {isChanged && <Button variant="subtle" onClick={reset}>{words.save.reset}</Button>}
      {isChanged && <Button variant="light" leftSection={<IconBookmark size={16} aria-hidden />} onClick={open}>{words.save.button}</Button>}
      {mine && !isChanged && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>{words.save.menu(view.name)}</Button></Menu.Target>
          <Menu.Dropdown>
            {view.can.includes('change') && <Menu.Item onClick={open}>{words.save.replace(view.name)}</Menu.Item>}
            <Menu.Item color="red" onClick={() => remove.mutate(view.id)}>{words.save.remove}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal opened={opened} onClose={close} closeButtonProps={{ 'aria-label': words.dialog.close }} title={words.save.title}><Form {...{ shown, view, go, close }} /></Modal>
    </Group>
  );
}

function Form({ shown, view, go, close }: Pick<Props, 'shown' | 'view' | 'go'> & { close(): void }) {
  const words = useWords();
  const roles = useRole();
  const me = useMe();
  const client = useQueryClient();
  const own = view !== undefined && view.can.includes('change') ? view : null;
  const [into, setInto] = useState<'view' | 'new'>(own ? 'view' : 'new');
  const [name, setName] = useState(own?.name ?? '');
  const [team, setTeam] = useState<Team>(own?.team ?? null);
  const save = useMutation({
    mutationFn: () => {
      const body = { list: 'orders', name, filters: shown.filters as Record<string, string>, columns: [...shown.columns], order: shown.order, team };
      return own && into === 'view' ? call('changeView', { view: own.id, body }) : call('saveView', { body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['listViews'] });
      await client.invalidateQueries({ queryKey: ['countViews'] });
      notifications.show({ message: words.save.saved });
      close();
      go(saved.id);
    },
  });
  const teams = (['service', 'operations', 'finance', 'viewer'] as const).filter((role) => me.roles.includes('administrator') || me.roles.includes(role));
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Stack>
        {own && (
          <Radio.Group value={into} onChange={(value) => setInto(value as 'view' | 'new')} aria-label={words.save.title}>
            <Stack gap="xs"><Radio value="view" label={words.save.replace(own.name)} /><Radio value="new" label={words.save.asNew} /></Stack>
          </Radio.Group>
        )}
        <TextInput label={words.save.name} required maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} description={into === 'new' ? words.save.exists : undefined} data-autofocus />
        <Select label={words.save.who} allowDeselect={false} value={team ?? 'me'} onChange={(value) => setTeam(value === 'me' ? null : value as Team)} data={[{ value: 'me', label: words.save.onlyMe }, ...teams.map((role) => ({ value: role, label: roles[role] })), { value: 'everyone', label: words.save.everyone }]} />
        <ProblemAlert error={save.error} />
        <Group justify="flex-end"><Button variant="default" onClick={close}>{words.dialog.back}</Button><Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>{words.save.button}</Button></Group>
      </Stack>
    </form>
  );
}
