/** How this device prints and sounds: settings of the device itself, kept in its browser. */
import { Alert, Button, Code, Group, PasswordInput, Radio, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { BRIDGE, bridgeStatus, printZpl, TEST_LABEL } from '../../printing/bridge.ts';
import { setPrintSettings, usePrintSettings } from '../../printing/settings.ts';
import type { Way } from '../../printing/settings.ts';
import { usePrintProblem } from '../../printing/words.ts';
import { feedback, setSound, soundIsOn } from '../../scanning/feedback.ts';
import { useDeviceWords } from './words.ts';

const WAYS = ['pdf', 'bridge', 'none'] as const satisfies readonly Way[];

export default function DevicePage() {
  const words = useDeviceWords();
  const settings = usePrintSettings();
  return (
    <Stack maw={720}>
      <PageHeader title={words.title} description={words.text} />
      <Radio.Group label={words.ways} value={settings.way} onChange={(way) => setPrintSettings({ ...settings, way: way as Way })} styles={{ label: { fontWeight: 600, marginBottom: 8 } }}>
        <Stack gap="xs">{WAYS.map((way) => (
          <Radio.Card key={way} value={way} p="md" radius="md"><Group wrap="nowrap" align="flex-start"><Radio.Indicator mt={3} /><Stack gap={2}><Text fw={600}>{words[way]}</Text><Text size="sm" c="dimmed">{words[`${way}Text`]}</Text></Stack></Group></Radio.Card>
        ))}</Stack>
      </Radio.Group>
      {settings.way === 'bridge' && <Bridge />}
      <Sound />
    </Stack>
  );
}

function Bridge() {
  const words = useDeviceWords();
  const settings = usePrintSettings();
  const sentence = usePrintProblem();
  const check = useMutation({ mutationFn: () => bridgeStatus(settings.code) });
  const test = useMutation({ mutationFn: () => printZpl(TEST_LABEL, settings.code) });
  const problem = test.error ?? check.error;
  const said = test.isSuccess ? words.tested : check.data ? words.found(check.data.printer) : null;
  return (
    <Stack component="section" aria-label={words.bridge}>
      <PasswordInput label={words.code} description={words.codeHint} size="md" autoComplete="off" value={settings.code} onChange={(event) => setPrintSettings({ ...settings, code: event.currentTarget.value.trim() })} />
      <Group>
        <Button size="md" loading={test.isPending} disabled={settings.code === ''} onClick={() => { check.reset(); test.mutate(); }}>{words.test}</Button>
        <Button size="md" variant="default" loading={check.isPending} disabled={settings.code === ''} onClick={() => { test.reset(); check.mutate(); }}>{words.check}</Button>
      </Group>
      {problem ? <Alert color="red" variant="light" role="alert">{sentence(problem)}</Alert> : said && <Alert color="teal" variant="light" role="status" icon={<IconCheck aria-hidden />}>{said}</Alert>}
      <Stack gap={4}>
        <Title order={2} size="h3">{words.how}</Title>
        <Text size="sm">{words.howText} <Code>{location.origin}</Code> --printer <Code>192.168.1.50</Code></Text>
        <Text size="sm" c="dimmed">{BRIDGE} · {words.format}</Text>
      </Stack>
    </Stack>
  );
}

function Sound() {
  const words = useDeviceWords();
  const [on, setOn] = useState(soundIsOn);
  return (
    <Stack mt="md" gap="sm">
      <Switch size="lg" label={words.sound} description={words.soundText} checked={on} onChange={(event) => { setSound(event.currentTarget.checked); setOn(event.currentTarget.checked); }} />
      <Group><Button size="md" variant="default" onClick={() => feedback('right')}>{words.tryRight}</Button><Button size="md" variant="default" onClick={() => feedback('wrong')}>{words.tryWrong}</Button></Group>
    </Stack>
  );
}
