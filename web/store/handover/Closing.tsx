/** Signing for the pile and closing the handover; what is not ticked stays behind, and is said so before. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCircleCheck } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { feedback } from '../../scanning/feedback.ts';
import { PrintManifest } from './PrintManifest.tsx';
import { SignaturePad } from './SignaturePad.tsx';
import type { Pile } from './pile.ts';
import { useHandoverWords } from './words.ts';

export interface ClosingProps { pile: Pile; ticks: ReadonlySet<string>; location: string; closed: () => void }

export function Closing({ pile, ticks, location, closed }: ClosingProps) {
  const words = useHandoverWords();
  const client = useQueryClient();
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
    onSuccess: () => { feedback('done'); setAsking(false); },
    onError: () => { feedback('wrong'); setAsking(false); },
  });
  const done = (): void => { closed(); void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'listParcels' || name === 'listManifests' || name === 'getToday' }); };
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
      <Modal opened={close.isSuccess} onClose={done} title={words.done} closeButtonProps={{ 'aria-label': words.cancel, size: 44 }} centered>
        {close.data && <Closed manifest={close.data} location={location} done={done} />}
      </Modal>
    </Stack>
  );
}

function Closed({ manifest, location, done }: { manifest: { id: string; parcels: readonly unknown[]; stayed: readonly string[] }; location: string; done: () => void }) {
  const words = useHandoverWords();
  return (
    <Empty icon={<IconCircleCheck size={48} />} title={words.doneText(manifest.parcels.length)} text={manifest.stayed.length > 0 ? words.missing(manifest.stayed.length) : ''}>
      <Group justify="center" mt="md"><PrintManifest manifest={manifest.id} label={words.print} /><Button variant="default" size="md" component={Link} to={`/${location}/manifests/${manifest.id}`} onClick={done}>{words.view}</Button></Group>
    </Empty>
  );
}
