/** The customers' mailbox: every mail that was sent, and one of them as its reader sees it. */
import { Box, Card, CloseButton, Grid, Group, NavLink, Paper, ScrollArea, SegmentedControl, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconMail, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { watch } from '../demo.ts';
import type { Mail, MailRow } from '../demo.ts';
import { mailboxRoute } from './routes.ts';

const useWords = defineWords(
  { title: 'Mailbox', intro: 'What customers got from Spil, newest first. A mail\'s button opens the customer\'s page.', search: 'Recipient', none: 'No mail yet', noneText: 'Buy something in the shop: a mail comes within seconds.', nobody: 'This address got no mail.', choose: 'Choose a mail to read it.', list: 'Mails', frame: 'The mail as its reader sees it', from: 'From', to: 'To', look: 'How to read it', html: 'As sent', text: 'Plain text', again: (n: number) => `received ${n} times, shown once`, back: 'Close this mail' },
  { title: 'Postbus', intro: 'Wat klanten van Spil kregen, het nieuwste eerst. De knop in een mail opent de pagina van de klant.', search: 'Ontvanger', none: 'Nog geen mail', noneText: 'Koop iets in de webwinkel: binnen enkele seconden komt er een mail.', nobody: 'Dit adres kreeg geen mail.', choose: 'Kies een mail om hem te lezen.', list: 'Mails', frame: 'De mail zoals de lezer hem ziet', from: 'Van', to: 'Aan', look: 'Hoe je hem leest', html: 'Zoals verstuurd', text: 'Platte tekst', again: (n: number) => `${n} keer ontvangen, één keer getoond`, back: 'Deze mail sluiten' },
);

/** Links of a mail open beside it: inside the frame nothing of ours may be shown. */
const framed = (html: string): string => html.replace('<head>', '<head><base target="_blank">');

export default function MailboxPage() {
  const words = useWords();
  const { to = '', mail }: { to?: string; mail?: number } = mailboxRoute.useSearch();
  const navigate = mailboxRoute.useNavigate();
  const list = useQuery(watch<{ mails: MailRow[] }>('/mails', 2000));
  if (list.error && !list.data) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const shown = list.data?.mails.filter((row) => row.to.includes(to.trim().toLowerCase()));
  const search = (text: string): void => void navigate({ search: { ...(text === '' ? {} : { to: text }), ...(mail === undefined ? {} : { mail }) }, replace: true });
  return (
    <>
      <PageHeader title={words.title} description={words.intro} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <TextInput mb="sm" leftSection={<IconSearch size={18} aria-hidden />} aria-label={words.search} placeholder={words.search} value={to} onChange={({ currentTarget: { value } }) => search(value)} />
          <Paper withBorder>
            {shown === undefined && <Stack p="sm">{Array.from({ length: 6 }, (_, index) => <Skeleton key={index} height={44} />)}</Stack>}
            {shown?.length === 0 && <Empty icon={<IconMail size={40} />} title={words.none} text={to === '' ? words.noneText : words.nobody} />}
            <ScrollArea.Autosize mah="70vh" component="nav" aria-label={words.list} viewportProps={{ tabIndex: 0 }}>
              {shown?.map((row) => <Row key={row.id} row={row} active={row.id === mail} onOpen={() => void navigate({ search: { ...(to === '' ? {} : { to }), mail: row.id } })} />)}
            </ScrollArea.Autosize>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>{mail === undefined ? <Text c="dimmed" visibleFrom="md" py="xl" ta="center">{words.choose}</Text> : <Reader id={mail} onClose={() => void navigate({ search: to === '' ? {} : { to } })} />}</Grid.Col>
      </Grid>
    </>
  );
}

function Row({ row, active, onOpen }: { row: MailRow; active: boolean; onOpen: () => void }) {
  const format = useFormat();
  const words = useWords();
  return <NavLink component="button" type="button" active={active} onClick={onOpen} label={<Text fw={500} size="sm">{row.subject}</Text>} description={<Group component="span" justify="space-between" gap="xs" wrap="nowrap"><span>{row.to}{row.count > 1 ? ` · ${words.again(row.count)}` : ''}</span><span style={{ whiteSpace: 'nowrap' }}>{format.due(row.receivedAt)}</span></Group>} styles={{ description: { display: 'block', color: active ? 'inherit' : 'var(--mantine-color-dimmed)' } }} />;
}

function Reader({ id, onClose }: { id: number; onClose: () => void }) {
  const words = useWords();
  const [look, setLook] = useState('html');
  const mail = useQuery(watch<Mail>(`/mails/${id}`, false));
  if (mail.error) return <ProblemAlert error={mail.error} />;
  if (!mail.data) return <Skeleton height={480} />;
  const { subject, from, to, html, text } = mail.data;
  return (
    <Card withBorder padding="md" component="article" aria-label={subject}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs"><Title order={2} size="h3">{subject}</Title><CloseButton aria-label={words.back} onClick={onClose} size="lg" /></Group>
      <Group justify="space-between" mb="sm" gap="sm">
        <Text size="sm" c="dimmed">{words.from} {from}<br />{words.to} {to}</Text>
        <SegmentedControl aria-label={words.look} value={look} onChange={setLook} data={[{ value: 'html', label: words.html }, { value: 'text', label: words.text }]} />
      </Group>
      {look === 'html'
        ? <Box component="iframe" title={words.frame} sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={framed(html)} w="100%" h="68vh" style={{ border: 0, borderRadius: 8, background: '#fff', colorScheme: 'light' }} />
        : <Text component="pre" tabIndex={0} style={{ whiteSpace: 'pre-wrap', fontFamily: 'inherit' }} m={0}>{text}</Text>}
    </Card>
  );
}
