/** How long ago, kept current, with the exact moment for whoever looks closer. */
import { Text, Tooltip } from '@mantine/core';
import type { TextProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormat } from '../shell/format.ts';
import { now as clockNow } from '../shell/clock.ts';

export function Ago({ at, ...props }: { at: string } & TextProps) {
  const format = useFormat();
  const [now, setNow] = useState(() => clockNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(clockNow()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return <Tooltip label={`${format.date(at)} ${format.time(at)}`}><Text component="time" dateTime={at} inherit {...props}>{format.ago(at, now)}</Text></Tooltip>;
}
