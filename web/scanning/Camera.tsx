/** The phone's camera as a scanner: reads product barcodes and pickup codes until it is closed. Loaded only when it is opened. */
import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { BarcodeDetector as Ponyfill, setZXingModuleOverrides } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { useEffect, useRef, useState } from 'react';
import { defineWords } from '../shell/language.ts';

const useWords = defineWords({
  title: 'Scan with the camera', aim: 'Hold the barcode inside the picture.', close: 'Close the camera',
  refused: 'The camera may not be used. Allow it in the address bar of the browser, or type the code.', none: 'This device has no camera. Use a hand scanner, or type the code.',
}, {
  title: 'Scannen met de camera', aim: 'Houd de streepjescode in beeld.', close: 'Camera sluiten',
  refused: 'De camera mag niet worden gebruikt. Sta het toe in de adresbalk van de browser, of typ de code.', none: 'Dit apparaat heeft geen camera. Gebruik een handscanner, of typ de code.',
});

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'itf', 'code_128', 'code_39', 'data_matrix', 'qr_code'] as const;
/** The same code is read again only after it was out of sight this long, so that holding still counts once. */
const AWAY = 1200;

setZXingModuleOverrides({ locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) });

export default function Camera({ onScan, onClose }: { onScan: (code: string) => void; onClose: () => void }) {
  const words = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(onScan);
  latest.current = onScan;
  const [problem, setProblem] = useState<'refused' | 'none' | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void watch(video, (code) => latest.current(code), stop.signal).catch((error: unknown) => setProblem(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none'));
    return () => stop.abort();
  }, []);
  return (
    <Modal opened onClose={onClose} title={words.title} fullScreen closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        {problem === null ? <Text>{words.aim}</Text> : <Alert color="red">{words[problem]}</Alert>}
        <video ref={video} muted playsInline style={{ width: '100%', maxHeight: '65vh', borderRadius: 12, background: '#000' }} />
        <Button size="lg" variant="default" onClick={onClose}>{words.close}</Button>
      </Stack>
    </Modal>
  );
}

async function watch(video: { current: HTMLVideoElement | null }, found: (code: string) => void, signal: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  signal.addEventListener('abort', () => { for (const track of stream.getTracks()) track.stop(); });
  const element = video.current;
  if (!element || signal.aborted) return;
  element.srcObject = stream;
  await element.play();
  const detector = new Ponyfill({ formats: [...FORMATS] });
  const seen = new Map<string, number>();
  while (!signal.aborted) {
    for (const { rawValue } of await detector.detect(element).catch(() => [])) {
      const now = performance.now();
      if (now - (seen.get(rawValue) ?? -AWAY) >= AWAY) found(rawValue);
      seen.set(rawValue, now);
    }
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
  }
}
