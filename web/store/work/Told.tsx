/** What the last scan came to, in words, colour and shape; and what was reported, corrected or is not sent yet. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconBarcode, IconCheck, IconCloudUp, IconRoute, IconX } from '@tabler/icons-react';
import { dismiss } from '../../offline/outbox.ts';
import type { Entry } from '../../offline/store.ts';
import type { Line } from './progress.ts';
import type { Told } from './useWork.ts';
import type { Goes, Report } from './useReports.ts';
import classes from './work.module.css';
import { useWorkWords } from './words.ts';

/** Names of what is still wanted, so that a wrong scan is answered with what would be right. */
const MOST_NAMED = 2;

export function ScanBanner({ told, lines }: { told: Told | null; lines: readonly Line[] }) {
  const kind = told === null ? 'wait' : told.last ? 'done' : told.verdict.kind;
  const Icon = told === null ? IconBarcode : kind === 'counted' || kind === 'done' ? IconCheck : IconX;
  return (
    <div role={kind === 'wrong' || kind === 'enough' || kind === 'carton' ? 'alert' : 'status'} aria-live="assertive" className={classes.told} data-kind={kind} key={told?.id ?? 0}>
      <Icon size={26} aria-hidden style={{ flexShrink: 0 }} /><span>{useTold(told, lines)}</span>
    </div>
  );
}

function useTold(told: Told | null, lines: readonly Line[]): string {
  const words = useWorkWords();
  if (told === null) return words.scanFirst;
  const { verdict, line } = told;
  switch (verdict.kind) {
    case 'counted': return line === null ? '' : `${words.counted(line.name, line.picked + line.packed + line.gone, line.picked + line.packed + line.gone + line.toPick)}${told.last ? `. ${words.allDone}` : ''}`;
    case 'enough': return words.enough(verdict.line.name);
    case 'carton': return words.carton(verdict.line.name, verdict.pieces, verdict.wanted);
    case 'wrong': {
      const names = lines.filter((one) => one.toPick > 0).map(({ name }) => name);
      return `${words.wrong(told.code)} ${names.length === 0 ? words.nothing : words.wanted(`${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`)}`;
    }
  }
}

/** Where each reported item goes now. */
export function Reports({ reports, seen, here }: { reports: readonly Report[]; seen: (key: string) => void; here: string }) {
  const words = useWorkWords();
  const sentence = useGoes(here);
  if (reports.length === 0) return null;
  return (
    <Stack gap="xs" aria-live="polite">
      {reports.map(({ key, name, goes }) => (
        <Alert key={key} color="blue" variant="light" icon={<IconRoute aria-hidden />} title={goes === null ? words.passingOn(name) : name} {...(goes === null ? {} : { withCloseButton: true, closeButtonLabel: words.seen, onClose: () => seen(key) })}>
          {goes?.map((one, index) => <Text key={index} fw={600} c="var(--mantine-color-text)">{sentence(one)}</Text>)}
        </Alert>
      ))}
    </Stack>
  );
}

function useGoes(here: string): (goes: Goes) => string {
  const { goes: words } = useWorkWords();
  return ({ to, quantity, location, name }) => (to === 'cancelled' ? words.cancelled(quantity) : to === 'waiting' ? words.waiting(quantity) : location === here ? words.here : words.location(quantity, name ?? ''));
}

/** Commands that the server did not accept afterwards; and how many are on their way. */
export function OnTheirWay({ unsent, refused }: { unsent: number; refused: readonly Entry[] }) {
  const words = useWorkWords();
  if (refused.length === 0 && unsent < 2) return null;
  return (
    <Stack gap="xs">
      {refused.map(({ id, refused: problem }) => (
        <Alert key={id} color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title={words.corrected}>
          <Text size="sm" c="var(--mantine-color-text)">{problem?.detail}</Text>
          <Group justify="flex-end" mt="xs"><Button size="compact-md" h={44} variant="default" onClick={() => void dismiss(id)}>{words.seen}</Button></Group>
        </Alert>
      ))}
      {unsent > 1 && <Group gap={8} c="dimmed" wrap="nowrap"><IconCloudUp size={18} aria-hidden /><Text size="sm">{words.offline(unsent)}</Text></Group>}
    </Stack>
  );
}
