/** Signing for the pile and closing the handover; what is not ticked stays behind, and is said so before. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { feedback } from '../../scanning/feedback.ts';
import { PrintManifest } from './PrintManifest.tsx';
import { SignaturePad } from './SignaturePad.tsx';
import type { Pile } from './pile.ts';
import { useHandoverWords } from './words.ts';

export type Handover = Answer<'handOver'>;
export interface ClosingProps { pile: Pile; ticks: ReadonlySet<string>; location: string; closed: (handover: Handover) => void }

export function Closing({ pile, ticks, location, closed }: ClosingProps) {
  const words = useHandoverWords();
  const [signature, setSignature] = useState<string | null>(null);
  const [signedBy, setSignedBy] = useState('');
  const [asking, setAsking] = useState(false);
  const intention = useRef({ parcels: '', key: '' });
  const left = pile.parcels.length - ticks.size;
  const close = useMutation({
    mutationFn: () => {
      const parcels = [...ticks].sort();
      // The same pile under the same key, however often the button is pressed.
      if (intention.current.parcels !== parcels.join()) intention.current = { parcels: parcels.join(), key: crypto.randomUUID() };
      return call('handOver', { body: { location, carrier: pile.carrier, parcels, signature, signedBy: signedBy.trim() === '' ? null : signedBy.trim() } }, { key: intention.current.key });
    },
    onSuccess: (handover) => { feedback('done'); setAsking(false); closed(handover); },
    onError: () => { feedback('wrong'); setAsking(false); },
  });
  return (
    <Stack>
      <SignaturePad onSign={setSignature} />
      <TextInput label={words.driver} size="md" maw={600} value={signedBy} maxLength={100} onChange={(event) => setSignedBy(event.currentTarget.value)} autoComplete="off" />
      <ProblemAlert error={close.error} />
      <Button size="lg" disabled={ticks.size === 0} loading={close.isPending} onClick={() => (left > 0 ? setAsking(true) : close.mutate())}>{words.close(ticks.size)}</Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={words.sure} closeButtonProps={{ 'aria-label': words.cancel, size: 44 }} centered>
        <Stack>
          <Text>{words.sureText(ticks.size, pile.parcels.length)}</Text>
          <Group justify="flex-end"><Button variant="default" size="md" onClick={() => setAsking(false)}>{words.cancel}</Button><Button size="md" data-autofocus loading={close.isPending} onClick={() => close.mutate()}>{words.closeAnyway}</Button></Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

/** Says that it is done, also when the pile is gone; its paper is one tap away. */
export function Closed({ handover, location, onClose }: { handover: Handover | null; location: string; onClose: () => void }) {
  const words = useHandoverWords();
  return (
    <Modal opened={handover !== null} onClose={onClose} title={words.done} closeButtonProps={{ 'aria-label': words.cancel, size: 44 }} centered>
      {handover && (
        <Stack align="center" ta="center" pb="sm">
          <Text c="spil" component="div"><IconCircleCheck size={56} aria-hidden /></Text>
          <Text fw={650} fz="lg">{words.doneText(handover.parcels.length)}</Text>
          {handover.keptOut.length > 0 && <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title={words.offThePile(handover.keptOut.length)}>{handover.keptOut.some(({ why }) => why === 'payment') && <Text size="sm" c="var(--mantine-color-text)">{words.notSecured}</Text>}{handover.keptOut.some(({ why }) => why === 'held') && <Text size="sm" c="var(--mantine-color-text)">{words.heldMeanwhile}</Text>}{handover.keptOut.some(({ why }) => why === 'opened') && <Text size="sm" c="var(--mantine-color-text)">{words.opened}</Text>}</Alert>}
          {handover.stayed.length > 0 && <Text c="dimmed">{words.missing(handover.stayed.length)}</Text>}
          <Group justify="center"><PrintManifest manifest={handover.id} label={words.print} data-autofocus /><Button variant="default" size="md" component={Link} to={`/${location}/manifests/${handover.id}`}>{words.view}</Button></Group>
        </Stack>
      )}
    </Modal>
  );
}
