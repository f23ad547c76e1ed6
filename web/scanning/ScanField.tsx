/** Where a code comes in: the hand scanner at any time, the camera by one tap, or typed. */
import { ActionIcon, Group, TextInput } from '@mantine/core';
import { IconCamera, IconScan } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { defineWords } from '../shell/language.ts';
import { useScanner } from './scanner.ts';

const Camera = lazy(() => import('./Camera.tsx'));
const useWords = defineWords({ label: 'Scan or type a code', camera: 'Scan with the camera' }, { label: 'Scan of typ een code', camera: 'Scannen met de camera' });

export interface ScanFieldProps {
  onScan: (code: string) => void;
  /** What is asked for, when it is more than a product: "Scan the tote or the parcel". */
  label?: string;
  disabled?: boolean;
}

export function ScanField({ onScan, label, disabled = false }: ScanFieldProps) {
  const words = useWords();
  const [text, setText] = useState('');
  const [camera, setCamera] = useState(false);
  useScanner(onScan, !disabled);
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      const code = text.trim();
      setText('');
      if (code !== '') onScan(code);
    }}>
      <Group gap="xs" wrap="nowrap">
        <TextInput flex={1} size="md" aria-label={label ?? words.label} placeholder={label ?? words.label} leftSection={<IconScan size={20} aria-hidden />} value={text} onChange={(event) => setText(event.currentTarget.value)} disabled={disabled} autoComplete="off" autoCapitalize="characters" enterKeyHint="done" />
        <ActionIcon type="button" size={44} variant="default" aria-label={words.camera} onClick={() => setCamera(true)} disabled={disabled}><IconCamera size={22} aria-hidden /></ActionIcon>
      </Group>
      {camera && <Suspense><Camera onScan={onScan} onClose={() => setCamera(false)} /></Suspense>}
    </form>
  );
}
