/** The steps in words: what each took, what was left, and which rule did it where. */
import { Anchor, Button, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Figure } from '../../parts/Figure.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { useSkuWords } from './words.ts';

export type Step = Answer<'getStockWaterfall'>['steps'][number];
type Because = Step['because'][number];

export function Steps({ steps, sell }: { steps: readonly Step[]; sell: number }) {
  const words = useSkuWords();
  return (
    <Table.ScrollContainer minWidth={560} type="native"><Table verticalSpacing={6} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr><Table.Th>{words.step}</Table.Th><Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>{words.change}</Table.Th><Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>{words.left}</Table.Th><Table.Th>{words.rule}</Table.Th></Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {steps.map(({ step, change, left, because }) => (
          <Table.Tr key={step}>
            <Table.Th scope="row" fw={500}><Text size="sm" fw={500} miw={150}>{words.steps[step]}</Text></Table.Th>
            <Table.Td ta="right">{change === null ? <Text size="sm" c="dimmed">{words.notKnown}</Text> : <Figure value={change} zero="zero" signed={step !== 'on_hand'} />}</Table.Td>
            <Table.Td ta="right"><Figure value={left} zero="zero" /></Table.Td>
            <Table.Td><Text size="xs" c="dimmed">{words.meaning[step]}</Text><Reasons because={because} /></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr><Table.Th scope="row">{words.sell}</Table.Th><Table.Td /><Table.Td ta="right"><Figure value={sell} zero="zero" strong tone={sell === 0 ? 'bad' : 'good'} /></Table.Td><Table.Td /></Table.Tr>
      </Table.Tfoot>
    </Table></Table.ScrollContainer>
  );
}

/** Reasons shown at once; the others on request. */
const FEW = 4;

function Reasons({ because }: { because: readonly Because[] }) {
  const words = useSkuWords();
  const [all, setAll] = useState(false);
  const shown = all ? because : because.slice(0, FEW);
  if (because.length === 0) return null;
  return (
    <Text size="xs" component="div">
      {shown.map((one, index) => <span key={index}>{index > 0 && ' · '}<Reason because={one} /></span>)}
      {because.length > FEW && <> <Button size="compact-xs" variant="subtle" onClick={() => setAll(!all)} aria-expanded={all} mih={24}>{all ? words.fewer : words.more(because.length - FEW)}</Button></>}
    </Text>
  );
}

function Reason({ because }: { because: Because }): ReactNode {
  const words = useSkuWords().because;
  const places = usePlaces();
  switch (because.rule) {
    case 'stock_book': return words.place(places.name(because.location), because.quantity);
    case 'location_closed': return words.closed(places.name(because.location), because.quantity);
    case 'quarantined_orders': return words.quarantined(because.orders);
    case 'order': return <><Anchor component={Link} to="/orders/$order" params={{ order: because.order } as never} size="xs" underline="always">{words.order(because.number, because.quantity)}</Anchor>{because.onHold && ` (${words.onHold})`}</>;
    case 'no_pickup': return words.noPickup(places.name(because.location), because.quantity);
    case 'not_for_sale': return words.place(places.name(because.location), because.quantity);
    case 'cannot_deliver': return words.cannot(places.name(because.location), because.quantity);
    case 'strategy_rule': return words.strategy(because.name, because.quantity, places.name(because.location));
    case 'selling_rule': return <SellingRule because={because} />;
    case 'exclusion': return <Exclusion because={because} />;
    default: return because satisfies never;
  }
}

function SellingRule({ because: { document, version, name, location, quantity } }: { because: Extract<Because, { rule: 'selling_rule' }> }) {
  const { because: words, openRule } = useSkuWords();
  const places = usePlaces();
  return <Anchor component={Link} to={`/rules/availability/${document}` as never} search={{ version } as never} size="xs" underline="always" title={openRule(name)}>{words.rule(name, quantity, location === null ? null : places.name(location))}</Anchor>;
}

function Exclusion({ because }: { because: Extract<Because, { rule: 'exclusion' }> }) {
  const words = useSkuWords().because;
  const places = usePlaces();
  const format = useFormat();
  const language = useLanguage();
  const me = useMe();
  // The retailer words its own reasons; who may not read the list sees the code in words.
  const { data, isLoading } = useQuery({ ...read('listShortReasons', {}), enabled: hasRole(me, 'operations'), staleTime: 300_000 });
  if (isLoading) return <Skeleton h={10} w={120} display="inline-block" />;
  const reason = data?.reasons.find(({ code }) => code === because.reason)?.label[language] ?? wordOf({}, because.reason);
  return <>{words.exclusion(places.name(because.location), because.quantity, reason, format.due(because.until))}{because.task !== null && `, ${words.counting}`}</>;
}
