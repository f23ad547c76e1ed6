/** How a connection is: a sign, a word and a colour. */
import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClockExclamation, IconLogin2, IconPlayerPause, IconPlugOff, IconPoint } from '@tabler/icons-react';
import type { Answer } from '../../api/client.ts';
import { useWords } from './words.ts';

export type Connection = Answer<'listConnections'>['items'][number];
const LOOKS = {
  well: ['green', IconCircleCheck], unused: ['gray', IconPoint], inward: ['gray', IconLogin2], behind: ['orange', IconClockExclamation], failing: ['red', IconAlertTriangle], paused: ['red', IconPlayerPause], off: ['gray', IconPlugOff],
} as const satisfies Record<Connection['state'], readonly [string, typeof IconPoint]>;

/** States in which somebody should look. */
export const TROUBLED: readonly Connection['state'][] = ['failing', 'paused', 'behind'];

export function StateBadge({ state }: { state: Connection['state'] }) {
  const words = useWords();
  const [colour, Icon] = LOOKS[state];
  return <Badge variant="light" color={colour} tt="none" size="lg" leftSection={<Icon size={14} aria-hidden />}>{words.states[state]}</Badge>;
}

/** The name as people know it: what has none of its own is called by what it is. */
export function useConnectionName(): (connection: Pick<Connection, 'id' | 'name'>) => string {
  const { names } = useWords();
  return ({ id, name }) => (id === 'reactions' ? names.reactions : id === 'mail' ? names.mail : name);
}
