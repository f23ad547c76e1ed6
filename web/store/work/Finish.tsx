/** The end of picking one order: a box for the carrier, a tote for the van, or a shelf for the customer. */
import { Button, Stack, Text, Title } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ScanField } from '../../scanning/ScanField.tsx';
import type { Actions } from './actions.ts';
import type { Line, Work } from './progress.ts';
import classes from './work.module.css';
import { useWorkWords } from './words.ts';

/** Seldom needed: loaded when somebody asks for it. */
const OtherBox = lazy(() => import('./OtherBox.tsx'));

export interface FinishProps {
  work: Work;
  actions: Actions;
  /** The one order on the page: its one button has the focus, and a scan means its tote or shelf. */
  focus?: boolean;
}

export function Finish({ work, actions, focus = false }: FinishProps) {
  const words = useWorkWords();
  switch (work.kind) {
    case 'transfer': return <Stack><Text>{words.toteText}</Text><ScanField label={words.scanTote} onScan={(load) => void actions.transfer(load)} /></Stack>;
    case 'pickup': return actions.waitsForShelf ? <Stack><Text>{words.shelfText}</Text><ScanField label={words.scanShelf} onScan={(shelf) => void actions.shelve(shelf)} /></Stack> : <Text>{words.pickupDone}</Text>;
    default: return <Boxes lines={work.lines} focus={focus} pack={(lines, weight) => void actions.pack(lines, weight)} />;
  }
}

export type Pack = (lines: { line: number; quantity: number }[] | null, weightGrams: number | null) => void;

function Boxes({ lines, focus, pack }: { lines: readonly Line[]; focus: boolean; pack: Pack }) {
  const words = useWorkWords();
  const [other, setOther] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // With the last scan the one thing left to do has the focus: Enter packs, wherever the hand is.
  useEffect(() => { if (focus) button.current?.focus(); }, [focus]);
  if (other) return <Suspense><OtherBox lines={lines.filter(({ picked }) => picked > 0)} pack={pack} onClose={() => setOther(false)} /></Suspense>;
  return (
    <Stack gap="sm">
      <Button ref={button} size="xl" h={focus ? 76 : 54} fz={focus ? 26 : 20} fullWidth leftSection={<IconPackage size={focus ? 32 : 24} aria-hidden />} onClick={() => pack(null, null)}>{words.oneBox}</Button>
      <Button variant="subtle" size="md" onClick={() => setOther(true)}>{words.otherBox}</Button>
    </Stack>
  );
}

/** The frame around what finishes an order. */
export const FinishPanel = ({ title, children }: { title: string; children: ReactNode }) => <section className={classes.finish} aria-label={title}><Stack><Title order={2} size="h2">{title}</Title>{children}</Stack></section>;
