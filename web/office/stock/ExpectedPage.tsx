/** One expected receipt: its products, what came of them, how much is sold already, and what may be done with it. */
import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, Refused } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowsLoading } from '../../parts/shop/Rows.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useFormat } from '../../shell/format.ts';
import { AnnounceReceipt } from './AnnounceReceipt.tsx';
import type { ExpectedReceipt } from './expected.ts';
import { ReceiveExpected } from './ReceiveExpected.tsx';
import { expectedRoute } from './routes.ts';
import { useExpectedWords } from './expected-words.ts';

export default function ExpectedPage() {
  const words = useExpectedWords();
  const places = usePlaces();
  const { reference } = expectedRoute.useParams();
  const [open, setOpen] = useState<'change' | 'receive' | 'cancel' | null>(null);
  const receipt = useQuery(read('getExpectedReceipt', { reference }, { kinds: ['stock', 'order'] }));
  const shown = receipt.data;
  const close = (): void => setOpen(null);
  const may = (what: 'change' | 'receive' | 'cancel'): boolean => shown?.can.includes(what) === true;
  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} to="/stock" search={{ view: 'expected' } as never} size="sm">{words.back}</Anchor>
        <PageHeader title={reference} description={shown ? [shown.supplier, places.name(shown.location)].filter((part) => part !== null).join(' · ') : ' '} beside={shown && <Badge variant="light" size="lg" tt="none" color={shown.state === 'open' ? 'cyan' : 'gray'} autoContrast>{words.states[shown.state]}</Badge>} />
      </div>
      {receipt.isError ? <PageProblem error={receipt.error} {...(receipt.error instanceof Refused ? {} : { retry: () => void receipt.refetch() })} /> : shown === undefined ? <RowsLoading rows={3} /> : (
        <>
          <Group>
            {may('receive') && <Button onClick={() => setOpen('receive')}>{words.receive}</Button>}
            {may('change') && <Button variant="default" onClick={() => setOpen('change')}>{words.change}</Button>}
            {may('cancel') && <Button variant="default" onClick={() => setOpen('cancel')}>{words.cancel}</Button>}
          </Group>
          <Lines receipt={shown} />
          {may('change') && <AnnounceReceipt receipt={shown} opened={open === 'change'} onClose={close} />}
          {may('receive') && <ReceiveExpected receipt={shown} opened={open === 'receive'} onClose={close} />}
          {open === 'cancel' && <Cancel receipt={shown} onClose={close} />}
        </>
      )}
    </Stack>
  );
}

function Lines({ receipt }: { receipt: ExpectedReceipt }) {
  const words = useExpectedWords();
  const format = useFormat();
  const numbers = ['quantity', 'received', 'damaged', 'outstanding', 'waiting', 'kept'] as const;
  return (
    <Table.ScrollContainer minWidth={980} tabIndex={0} role="region" aria-label={words.list}>
      <Table verticalSpacing="sm">
        <Table.Thead style={{ whiteSpace: 'nowrap' }}><Table.Tr><Table.Th>{words.product}</Table.Th><Table.Th>{words.on}</Table.Th>{numbers.map((one) => <Table.Th key={one} ta="right">{words[one]}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {receipt.lines.map((line) => (
            <Table.Tr key={line.sku}>
              <Table.Td><Anchor component={Link} to="/stock/$sku" params={{ sku: line.sku } as never} size="sm" fw={550} c="inherit">{line.name ?? line.sku}</Anchor><Text size="xs" c="dimmed">{line.sku}</Text></Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{line.quantity === 0 ? '' : format.date(line.expectedOn)}</Table.Td>
              {numbers.map((one) => <Table.Td key={one} ta="right" ff="monospace">{line[one] === 0 ? '' : format.number(line[one])}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Cancel({ receipt, onClose }: { receipt: ExpectedReceipt; onClose: () => void }) {
  const words = useExpectedWords();
  const client = useQueryClient();
  const cancel = useMutation({ mutationFn: () => call('cancelExpectedReceipt', { reference: receipt.reference }), onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.gone, color: 'teal' }); onClose(); } });
  return <ConfirmDialog title={words.confirmTitle} text={words.confirmText(receipt.waiting)} action={words.confirm} error={cancel.error} busy={cancel.isPending} onConfirm={() => cancel.mutate()} onClose={onClose} />;
}
