/** The receipt by mail, at the end of a sale: the address goes with what is sent of this till, so that it works without a connection. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import type { FormEvent } from 'react';
import { useEffect, useState } from 'react';
import type { Problem } from '../../api/generated/operations.ts';
import { enqueue, onSettled, useOutbox } from '../../offline/outbox.ts';
import { useLanguage } from '../../shell/language.ts';
import { isEmail } from './basket.ts';
import { laneOf } from './receipts.ts';
import type { Rang } from './receipts.ts';
import { useTillWords } from './words.ts';

export function MailReceipt({ rang: { key, sale }, location }: { rang: Rang; location: string }) {
  const words = useTillWords();
  const language = useLanguage();
  const [email, setEmail] = useState(sale.customer?.email ?? '');
  const [asked, setAsked] = useState<{ key: string; email: string } | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const entries = useOutbox();
  useEffect(() => onSettled((settled) => {
    if (settled.entry.key === asked?.key && 'refused' in settled) setRefused(settled.refused);
  }), [asked]);
  const address = email.trim();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (address === '' || !isEmail(address)) return;
    const mail = { key: `${key}-mail-${crypto.randomUUID()}`, email: address };
    setRefused(null);
    // The receipt's own number and address: the mail follows the sale in the same lane, however late both are sent.
    void enqueue('mailReceipt', { body: { channel: sale.channel, receipt: sale.receipt, email: address, language } }, { lane: laneOf(location), key: mail.key }).then(() => setAsked(mail));
  };
  const waiting = asked !== null && entries.some((entry) => entry.key === asked.key && entry.refused === null);
  return (
    <form onSubmit={send} noValidate>
      <Group align="flex-end" justify="center" gap="xs">
        <TextInput label={words.mailTo} type="email" inputMode="email" autoComplete="off" size="md" w={280} value={email} error={isEmail(email) ? null : words.emailWrong} onChange={(event) => setEmail(event.currentTarget.value)} />
        <Button type="submit" size="md" variant="default" leftSection={<IconMail size={18} aria-hidden />} disabled={address === '' || !isEmail(address) || waiting}>{words.mailIt}</Button>
      </Group>
      <Text role="status" size="sm" ta="center" mt={4} mih={20} c={refused ? 'red.9' : 'dimmed'}>{refused ? words.mailRefused(refused.detail ?? refused.title) : asked === null ? '' : waiting ? words.mailWaits(asked.email) : words.mailed(asked.email)}</Text>
    </form>
  );
}
