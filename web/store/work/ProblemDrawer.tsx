/** "I cannot send this": one tap on the reason, after the number where there are several. */
import { Button, Drawer, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { useLanguage } from '../../shell/language.ts';
import { Product } from './LineCard.tsx';
import type { Line } from './progress.ts';
import { useWorkWords } from './words.ts';

/** Reasons hardly change: they are at hand for a day, also without a connection. */
export const reasonsQuery = { ...read('listShortReasons', {}), staleTime: 24 * 3_600_000 };

export interface ProblemDrawerProps {
  /** What the problem is with; null while there is none. */
  line: Line | null;
  /** How many it can be of at most; default all that this work still wants of it. */
  most?: number;
  onReport: (line: Line, quantity: number, reason: string) => void;
  onClose: () => void;
}

export function ProblemDrawer({ line, most, onReport, onClose }: ProblemDrawerProps) {
  const words = useWorkWords();
  return (
    <Drawer opened={line !== null} onClose={onClose} position="bottom" size="auto" title={words.whatIsWrong} closeButtonProps={{ 'aria-label': words.cancel, size: 44 }} styles={{ content: { maxWidth: 720, marginInline: 'auto' } }}>
      {line && <Reasons key={line.line} line={line} most={most ?? line.toPick + line.picked} onReport={onReport} onClose={onClose} />}
    </Drawer>
  );
}

function Reasons({ line, most, onReport, onClose }: { line: Line; most: number; onReport: ProblemDrawerProps['onReport']; onClose: () => void }) {
  const words = useWorkWords();
  const language = useLanguage();
  const reasons = useQuery(reasonsQuery);
  const [quantity, setQuantity] = useState(1);
  return (
    <Stack pb="md">
      <Group wrap="nowrap"><ProductPicture picture={line.picture} name={line.name} size={72} /><Product line={line} /></Group>
      {most > 1 && (
        <Stack gap={4}>
          <Text fw={600} id="how-many">{words.howMany}</Text>
          <SegmentedControl aria-labelledby="how-many" size="lg" data={Array.from({ length: Math.min(most, 10) }, (_none, index) => String(index + 1))} value={String(quantity)} onChange={(value) => setQuantity(Number(value))} />
        </Stack>
      )}
      <ProblemAlert error={reasons.data ? null : reasons.error} />
      <Stack gap="xs">
        {(reasons.data?.reasons ?? []).map((reason) => (
          <Button key={reason.code} size="lg" variant="default" justify="flex-start" onClick={() => { onReport(line, quantity, reason.code); onClose(); }}>{reason.label[language]}</Button>
        ))}
      </Stack>
    </Stack>
  );
}
