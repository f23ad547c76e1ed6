/** A field to sign in with a finger, a pen or the mouse. */
import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import classes from './handover.module.css';
import { pathOf } from './pile.ts';
import { useHandoverWords } from './words.ts';

type Point = readonly [x: number, y: number];

/** Answers the strokes as an SVG path in a field of 600 × 200; null when there are none. */
export function SignaturePad({ onSign }: { onSign: (path: string | null) => void }) {
  const words = useHandoverWords();
  const [strokes, setStrokes] = useState<readonly (readonly Point[])[]>([]);
  const field = useRef<SVGSVGElement>(null);
  const box = (): DOMRect => field.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 600, 200);
  const at = (event: PointerEvent): Point => { const { left, top } = box(); return [event.clientX - left, event.clientY - top]; };
  const sign = (next: readonly (readonly Point[])[]): void => {
    setStrokes(next);
    const { width, height } = box();
    onSign(pathOf(next, width, height));
  };
  const { width, height } = field.current ? box() : { width: 600, height: 200 };
  return (
    <Stack gap={6}>
      <Group justify="space-between"><Text fw={600} id="signature">{words.signature}</Text><Button variant="subtle" size="compact-md" h={44} disabled={strokes.length === 0} onClick={() => sign([])}>{words.clear}</Button></Group>
      <Box className={classes.pad}>
        <svg ref={field} role="img" aria-labelledby="signature" aria-describedby="signature-hint" width="100%" height="100%"
          onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); sign([...strokes, [at(event)]]); }}
          onPointerMove={(event) => { if (event.buttons > 0 && strokes.length > 0) sign([...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), at(event)]]); }}>
          {strokes.map((stroke, index) => <polyline key={index} points={stroke.map(([x, y]) => `${Math.min(Math.max(x, 0), width)},${Math.min(Math.max(y, 0), height)}`).join(' ')} />)}
        </svg>
      </Box>
      <Text size="sm" c="dimmed" id="signature-hint">{words.signatureHint}</Text>
    </Stack>
  );
}
