/** What lies here and nobody waits for any more: each product is scanned back on its shelf; only then can it be sold again. */
import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowBackUp } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { workOf } from './codes.ts';
import { usePutBackWords } from './words.ts';

export type PutBackWork = Answer<'listPutBack'>['work'][number];

export function PutBackList({ work, location }: { work: readonly PutBackWork[]; location: string }) {
  const words = usePutBackWords();
  const queries = useQueryClient();
  const keyFor = useIntention();
  const back = useMutation({
    mutationFn: ({ fulfilment, code, left }: { fulfilment: string; code: string | null; left: number }) => {
      const body = { fulfilment, location, scans: code === null ? null : [{ code, quantity: 1 }] };
      return call('putBackScanned', { body }, { key: keyFor({ ...body, left }) });
    },
    onSuccess: () => { feedback('right'); void queries.invalidateQueries({ queryKey: ['listPutBack'] }); }, onError: () => feedback('wrong'),
  });
  const unitsOf = ({ lines }: PutBackWork): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
  /** A product that several orders left here goes back for the first of them; one that none did is refused in the server's words. */
  const onScan = (code: string): void => {
    const found = workOf(work, code) ?? work[0];
    if (found) back.mutate({ fulfilment: found.fulfilment, code, left: unitsOf(found) });
  };
  if (work.length === 0) return <Empty icon={<IconArrowBackUp size={48} />} title={words.empty} text={words.emptyText} />;
  return (
    <Stack gap="md">
      <ScanField onScan={onScan} label={words.scan} />
      <ProblemAlert error={back.error} />
      {work.map((one) => (
        <Paper key={one.fulfilment} withBorder p="md" component="section" aria-label={words.of(one.orderNumber)}>
          <Group justify="space-between" mb="sm"><Title order={2} size="h4">{words.of(one.orderNumber)}</Title>{one.shelf !== null && <Badge size="lg" variant="light" tt="none" autoContrast>{one.shelf}</Badge>}</Group>
          <Rows label={words.list(one.orderNumber)}>
            {one.lines.map((line) => <ProductLine key={line.line} product={line} facts={line.place === null ? Object.values(line.options).join(' · ') : words.belongs(line.place)}><Text fw={700} size="lg" ms="auto">{line.quantity} ×</Text></ProductLine>)}
          </Rows>
          <Group justify="flex-end" mt="sm"><Button size="md" variant="default" loading={back.isPending} onClick={() => back.mutate({ fulfilment: one.fulfilment, code: null, left: unitsOf(one) })}>{words.all}</Button></Group>
        </Paper>
      ))}
    </Stack>
  );
}
