/** What the rules being written would change if they were in force now: per channel, worked out by the server, nothing kept. */
import { Button, Fieldset, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { Figure } from '../../parts/Figure.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { Body } from '../../parts/settings/form.ts';
import { useSellingWords } from './selling-words.ts';

type Channel = Answer<'previewSellingRules'>['channels'][number];

export function Impact({ name, body, sound }: { name: string; body: Body; sound: boolean }) {
  const words = useSellingWords();
  const [delivery, setDelivery] = useState<'ship' | 'pickup'>('ship');
  const preview = useMutation({ mutationFn: () => call('previewSellingRules', { body: { name, body: body as never, delivery } }) });
  return (
    <Fieldset legend={words.impact}>
      <Text size="sm" c="dimmed" mb="sm">{words.impactHelp}</Text>
      <Group mb="sm">
        <SegmentedControl aria-label={words.delivery} data={[{ value: 'ship', label: words.deliveries.ship }, { value: 'pickup', label: words.deliveries.pickup }]} value={delivery} onChange={(value) => { setDelivery(value === 'pickup' ? 'pickup' : 'ship'); preview.reset(); }} />
        <Button variant="default" loading={preview.isPending} disabled={!sound} onClick={() => preview.mutate()}>{words.show}</Button>
      </Group>
      <ProblemAlert error={preview.error} />
      <div role="status">
        {preview.data && (
          <>
            <Table.ScrollContainer minWidth={620} type="native">
              <Table verticalSpacing="xs">
                <Table.Thead><Table.Tr><Table.Th>{words.channel}</Table.Th><Table.Th ta="right">{words.now}</Table.Th><Table.Th ta="right">{words.then}</Table.Th><Table.Th ta="right">{words.gained}</Table.Th><Table.Th ta="right">{words.lost}</Table.Th><Table.Th>{words.most}</Table.Th></Table.Tr></Table.Thead>
                <Table.Tbody>{preview.data.channels.map((channel) => <Row key={channel.channel} channel={channel} />)}</Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <Text size="xs" c="dimmed" mt="xs">{words.looked(preview.data.skus, preview.data.all)}</Text>
          </>
        )}
      </div>
    </Fieldset>
  );
}

function Row({ channel: { name, before, after, gained, lost, examples } }: { channel: Channel }) {
  const words = useSellingWords();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>{name}</Table.Th>
      <Table.Td ta="right"><Figure value={before} zero="zero" /></Table.Td>
      <Table.Td ta="right"><Figure value={after} zero="zero" strong /></Table.Td>
      <Table.Td ta="right"><Text size="sm">{gained.skus === 0 ? '–' : words.moved(gained.units, gained.skus)}</Text></Table.Td>
      <Table.Td ta="right"><Text size="sm">{lost.skus === 0 ? '–' : words.moved(lost.units, lost.skus)}</Text>{lost.soldOut > 0 && <Text size="xs" c="dimmed">{words.soldOut(lost.soldOut)}</Text>}</Table.Td>
      <Table.Td><Text size="xs">{examples.slice(0, 3).map(({ sku, before: was, after: is }) => `${sku} ${was} → ${is}`).join(' · ')}</Text></Table.Td>
    </Table.Tr>
  );
}
