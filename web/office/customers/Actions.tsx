/** What can be done with a person: merge, give them everything that is kept, erase; as far as the server allows it. */
import { Button, Checkbox, Group, Menu, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconDownload, IconEraser, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert, useSentence } from '../../parts/ProblemAlert.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { useWords } from './words.ts';

type Customer = Answer<'getCustomer'>;

export function Actions({ customer }: { customer: Customer }) {
  const words = useWords();
  const sentence = useSentence();
  const [doing, setDoing] = useState<'merge' | 'erase' | null>(null);
  const give = useMutation({
    mutationFn: () => call('exportCustomer', { customer: customer.id }),
    onSuccess: (all) => {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' })), download: `${words.export.file}-${customer.id}.json` });
      link.click();
      URL.revokeObjectURL(link.href);
      notifications.show({ message: words.export.done });
    },
    onError: (error) => notifications.show({ color: 'red', message: sentence(error) }),
  });
  const can = (action: string): boolean => customer.can.includes(action);
  if (customer.can.length === 0) return null;
  const close = (): void => setDoing(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target><Button variant="default" loading={give.isPending} rightSection={<IconChevronDown size={16} aria-hidden />}>{words.actions.menu}</Button></Menu.Target>
        <Menu.Dropdown>
          {can('merge') && <Menu.Item leftSection={<IconUsersGroup size={16} aria-hidden />} onClick={() => setDoing('merge')}>{words.actions.merge}</Menu.Item>}
          {can('export') && <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => give.mutate()}>{words.actions.export}</Menu.Item>}
          {can('erase') && <Menu.Item color="red" leftSection={<IconEraser size={16} aria-hidden />} onClick={() => setDoing('erase')}>{words.actions.erase}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={doing === 'merge'} onClose={close} closeButtonProps={{ 'aria-label': words.back }} title={words.merge.title}>{doing === 'merge' && <Merge customer={customer} close={close} />}</Modal>
      <Modal opened={doing === 'erase'} onClose={close} closeButtonProps={{ 'aria-label': words.back }} title={words.erase.title}>{doing === 'erase' && <Erase customer={customer} close={close} />}</Modal>
    </>
  );
}

function useFresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(['getCustomer', 'getCustomerHistory', 'listCustomers'].map((operation) => client.invalidateQueries({ queryKey: [operation] })));
}

function Merge({ customer, close }: { customer: Customer; close(): void }) {
  const words = useWords();
  const fresh = useFresh();
  const channels = useChannels();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const [other, setOther] = useState<string | null>(null);
  const found = useQuery({ ...read('listCustomers', { search: asked, limit: 20 }), enabled: asked.length >= 2 });
  const merge = useMutation({
    mutationFn: (into: string) => call('mergeCustomers', { customer: customer.id, body: { with: into } }),
    onSuccess: async () => {
      await fresh();
      notifications.show({ message: words.merge.done });
      close();
    },
  });
  const known = new Set([customer.id, ...customer.same.map((one) => one.id)]);
  const options = (found.data?.items ?? []).filter((one) => !known.has(one.id)).map((one) => ({ value: one.id, label: [one.name ?? words.noName, one.email, channels.name(one.channel), one.externalId].filter((part) => part !== null).join(' · ') }));
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (other !== null) merge.mutate(other); }}>
      <Stack>
        <Text size="sm">{words.merge.text}</Text>
        {/* The server has searched already: what it found is shown as it is. */}
        <Select label={words.merge.who} data={options} value={other} onChange={setOther} searchable searchValue={typed} onSearchChange={setTyped} filter={({ options: all }) => all} nothingFoundMessage={asked.length < 2 ? words.merge.typing : words.merge.nobody} data-autofocus />
        <ProblemAlert error={merge.error} />
        <Group justify="flex-end"><Button variant="default" onClick={close}>{words.back}</Button><Button type="submit" disabled={other === null} loading={merge.isPending}>{words.merge.run}</Button></Group>
      </Stack>
    </form>
  );
}

function Erase({ customer, close }: { customer: Customer; close(): void }) {
  const words = useWords();
  const fresh = useFresh();
  const [reason, setReason] = useState('');
  const [everywhere, setEverywhere] = useState(true);
  const [confirmation, setConfirmation] = useState('');
  const erase = useMutation({
    mutationFn: () => call('eraseCustomer', { customer: customer.id, body: { reason, everywhere } }),
    onSuccess: async () => {
      await fresh();
      notifications.show({ message: words.erase.done });
      close();
    },
  });
  const ready = confirmation.trim().toUpperCase() === words.erase.word && reason.trim().length >= 3;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (ready) erase.mutate(); }}>
      <Stack>
        <Text size="sm">{words.erase.text}</Text>
        <TextInput label={words.erase.reason} description={words.erase.reasonHint} required minLength={3} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus />
        {customer.same.length > 0 && <Checkbox label={words.erase.everywhere} checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />}
        <TextInput label={words.erase.type(words.erase.word)} required value={confirmation} onChange={(event) => setConfirmation(event.currentTarget.value)} autoComplete="off" />
        <ProblemAlert error={erase.error} />
        <Group justify="flex-end"><Button variant="default" onClick={close}>{words.back}</Button><Button type="submit" color="red" disabled={!ready} loading={erase.isPending}>{words.erase.run}</Button></Group>
      </Stack>
    </form>
  );
}
