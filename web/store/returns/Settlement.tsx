/** What a return or exchange comes to in money: the signed balance, and where it goes. */
import { Divider, Group, Paper, Stack, Text } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { useMethod } from '../../parts/shop/methods.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useReturnWords } from './words.ts';

export type Settled = Omit<Answer<'previewExchange'>, 'lines'>;

/** By which means money goes back; cash is given from the till. */
export function MoneyBack({ settlement: { refunds, currency } }: { settlement: Settled }) {
  const words = useReturnWords();
  const methods = useMethod();
  const format = useFormat();
  if (refunds.length === 0) return null;
  return <>{refunds.map(({ operator, method, amount }) => <Text key={`${operator} ${method}`} component="span" display="block" fw={600}>{operator === 'till' && method === 'cash' ? words.fromTill(format.money(amount, currency)) : words.goesBack(format.money(amount, currency), wordOf(methods, method))}</Text>)}</>;
}

export function Balance({ settlement }: { settlement: Settled }) {
  const words = useReturnWords();
  const format = useFormat();
  const { returned, added, toPay, balance, currency } = settlement;
  const row = (label: string, amount: string, strong = false) => <Group justify="space-between" wrap="nowrap"><Text fw={strong ? 700 : undefined} size={strong ? 'lg' : undefined}>{label}</Text><Text fw={strong ? 700 : undefined} size={strong ? 'lg' : undefined} style={{ fontVariantNumeric: 'tabular-nums' }}>{amount}</Text></Group>;
  const refunded = settlement.refunds.reduce((sum, one) => sum + one.amount, 0);
  return (
    <Paper withBorder p="md" component="section" aria-label={words.balance} aria-live="polite">
      <Stack gap={6}>
        {row(words.added, format.money(added, currency))}
        {row(words.worth, format.money(-returned, currency))}
        <Divider />
        {toPay > 0 ? row(words.toPay, format.money(toPay, currency), true) : balance < 0 ? row(words.getsBack, format.money(refunded > 0 ? refunded : -balance, currency), true) : row(words.even, format.money(0, currency), true)}
        <MoneyBack settlement={settlement} />
      </Stack>
    </Paper>
  );
}
