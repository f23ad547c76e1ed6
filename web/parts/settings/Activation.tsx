/** Bringing a version into force, with what becomes different; and one click back. */
import { Button, Group, Menu, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { ProblemAlert } from '../ProblemAlert.tsx';
import { differences } from './differences.ts';
import type { Body, Summary } from './form.ts';
import { useSettingWords } from './words.ts';

export interface ActivationProps { kind: string; name: string; shown: Summary | null; active: Answer<'getSettingVersion'> | null; versions: readonly Summary[]; dirty: boolean; problems: number; body: Body; onVersion: (version: number) => Promise<void> | void }

type Step = 'activate' | 'back' | 'retire';

export function Activation({ kind, name, shown, active, versions, dirty, problems, body, onVersion }: ActivationProps) {
  const words = useSettingWords();
  const client = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const act = useMutation({
    mutationFn: (what: Step) => (what === 'back' ? call('goBackSetting', { kind, name }) : what === 'retire' ? call('retireSetting', { kind, name }) : call('activateSetting', { kind, name, version: shown?.version ?? 0 })),
    onSuccess: async (answer, what) => {
      setStep(null);
      await client.invalidateQueries();
      await onVersion(answer.version);
      notifications.show({ message: what === 'retire' ? words.outOfForce : words.activated(answer.version), color: 'green' });
    },
  });
  const before = versions.some(({ state, activatedAt }) => state === 'retired' && activatedAt !== null);
  const title = step === 'back' ? words.backTitle : step === 'retire' ? `${words.retire}?` : words.activateTitle(shown?.version ?? 0);
  return (
    <Group gap="xs">
      {active && (
        <Menu position="bottom-end">
          <Menu.Target><Button variant="default" aria-label={words.more}><IconDots size={18} aria-hidden /></Button></Menu.Target>
          <Menu.Dropdown>
            {before && <Menu.Item leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={() => setStep('back')}>{words.back}</Menu.Item>}
            <Menu.Item color="red" onClick={() => setStep('retire')}>{words.retire}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {shown && shown.state !== 'active' && !dirty && <Button disabled={problems > 0} onClick={() => setStep('activate')}>{words.activate}</Button>}
      <Modal opened={step !== null} onClose={() => { setStep(null); act.reset(); }} title={<Title order={2} size="h3">{title}</Title>} size="xl" closeButtonProps={{ 'aria-label': words.cancel }}>
        <Stack>
          <Text>{step === 'back' ? words.backText : step === 'retire' ? words.retireText : words.activateText}</Text>
          {step === 'activate' && <Changes before={active?.body ?? null} after={body} />}
          <ProblemAlert error={act.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setStep(null)}>{words.cancel}</Button>
            <Button loading={act.isPending} color={step === 'retire' ? 'red' : undefined} data-autofocus onClick={() => { if (step) act.mutate(step); }}>{step === 'back' ? words.back : step === 'retire' ? words.retire : words.activate}</Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}

const shownValue = (value: unknown): string => (value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

function Changes({ before, after }: { before: Body | null; after: Body }) {
  const words = useSettingWords();
  if (before === null) return <Text c="dimmed" size="sm">{words.nothingBefore}</Text>;
  const found = differences(before, after);
  if (found.length === 0) return <Text c="dimmed" size="sm">{words.noChanges}</Text>;
  return (
    <Table captionSide="top" verticalSpacing="xs">
      <Table.Caption ta="left">{words.changes}</Table.Caption>
      <Table.Thead><Table.Tr><Table.Th>{words.field}</Table.Th><Table.Th>{words.before}</Table.Th><Table.Th>{words.after}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>{found.map(({ path, before: was, after: is }) => <Table.Tr key={path}><Table.Td fw={550}>{path}</Table.Td><Table.Td>{shownValue(was)}</Table.Td><Table.Td>{shownValue(is)}</Table.Td></Table.Tr>)}</Table.Tbody>
    </Table>
  );
}
