/** Which customers are this one person, why they are shown as one, and taking a merging back. */
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { LinkAnchor } from '../../parts/links.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { useFormat } from '../../shell/format.ts';
import classes from './customers.module.css';
import { useWords } from './words.ts';

type Customer = Answer<'getCustomer'>;

export function KnownAs({ customer }: { customer: Customer }) {
  const words = useWords();
  const format = useFormat();
  const channels = useChannels();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (merging: string) => call('undoMerging', { merging }),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: ['getCustomer'] }), client.invalidateQueries({ queryKey: ['getCustomerHistory'] })]);
      notifications.show({ message: words.merge.undone });
    },
  });
  const merging = (id: string): Customer['mergings'][number] | undefined => customer.mergings.find((one) => one.merged === id);
  return (
    <section className={classes.card} aria-labelledby="known">
      <Title order={2} size="h3" id="known">{words.known.title}</Title>
      <Text size="sm" c="dimmed" mb="md">{words.known.text}</Text>
      <Stack gap="md">
        {[customer, ...customer.same].map((one) => {
          const merged = merging(one.id);
          return (
            <Group key={one.id} justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                <Group gap={6}>
                  {one.id === customer.id ? <Text size="sm" fw={600}>{one.name ?? words.noName}</Text> : <LinkAnchor to="/customers/$customer" params={{ customer: one.id }} size="sm" fw={600}>{one.name ?? one.email ?? words.noName}</LinkAnchor>}
                  <Badge variant="default" size="sm" tt="none">{channels.name(one.channel)}</Badge>
                </Group>
                <Text size="xs" c="dimmed">{[one.externalId, one.email].filter((part) => part !== null).join(' · ')}</Text>
                <Text size="xs" c="dimmed">{one.id === customer.id && !merged ? words.known.here : merged ? words.known.merged(merged.by, format.date(merged.at)) : words.known.alike}</Text>
              </div>
              {merged && customer.can.includes('merge') && <Button size="compact-sm" variant="subtle" loading={undo.isPending && undo.variables === merged.id} onClick={() => undo.mutate(merged.id)}>{words.known.undo}</Button>}
            </Group>
          );
        })}
        <ProblemAlert error={undo.error} />
      </Stack>
    </section>
  );
}
