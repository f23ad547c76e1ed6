/** "It is not there after all": a product that lies ready, or was brought here, is missing or damaged; one tap on the reason, and who brings another is told. */
import { Button, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useLanguage } from '../../shell/language.ts';
import { useProblemWords } from './words.ts';

type Pickup = Answer<'getPickup'>;

export function Problem({ pickup, onDone }: { pickup: Pickup; onDone: (said: string) => void }) {
  const words = useProblemWords();
  const language = useLanguage();
  const keyFor = useIntention();
  const queries = useQueryClient();
  const lines = pickup.lines.filter(({ ready, here }) => ready + here > 0);
  const [chosen, setChosen] = useState(lines.length === 1 ? lines[0]?.line ?? null : null);
  const [quantity, setQuantity] = useState(1);
  const reasons = useQuery({ ...read('listShortReasons', {}), staleTime: 24 * 3_600_000 });
  const line = lines.find((one) => one.line === chosen);
  const most = line ? line.ready + line.here : 0;
  const report = useMutation({
    mutationFn: (reason: string) => {
      const body = { line: chosen ?? 0, quantity, reason, note: null };
      return call('reportPickupProblem', { order: pickup.order, delivery: pickup.delivery, body }, { key: keyFor({ ...body, most }) });
    },
    onSuccess: ({ goes }) => { feedback('done'); void queries.invalidateQueries({ queryKey: ['getPickup'] }); onDone(goes.map((one) => words.goes[one.to](one.quantity, one.name ?? '')).join(' ')); }, onError: () => feedback('wrong'),
  });
  return (
    <Stack gap="md">
      {lines.length > 1 && <Radio.Group label={words.which} value={chosen === null ? '' : String(chosen)} onChange={(value) => { setChosen(Number(value)); setQuantity(1); }}><Stack gap="xs" mt="xs">{lines.map((one) => <Radio key={one.line} size="md" value={String(one.line)} label={one.name} />)}</Stack></Radio.Group>}
      {line && most > 1 && <Stack gap={4}><Text fw={600}>{words.howMany}</Text><Stepper of={line.name} value={quantity} min={1} max={most} suffix={`/ ${most}`} onChange={setQuantity} /></Stack>}
      <ProblemAlert error={report.error ?? (reasons.data ? null : reasons.error)} />
      {line && <Stack gap="xs" role="group" aria-label={words.why}><Text fw={600}>{words.why}</Text>{(reasons.data?.reasons ?? []).map((reason) => <Button key={reason.code} size="lg" variant="default" justify="flex-start" loading={report.isPending && report.variables === reason.code} disabled={report.isPending} onClick={() => report.mutate(reason.code)}>{reason.label[language]}</Button>)}</Stack>}
    </Stack>
  );
}
