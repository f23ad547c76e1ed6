/** The customer's door: the page of one order behind the link of a mail, without an account, in the retailer's own colour. */
import { Anchor, Container, Group, MantineProvider, SegmentedControl, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import { StrictMode, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { setLanguage, useLanguage } from '../shell/language.ts';
import type { Language } from '../shell/language.ts';
import { AskLink } from './AskLink.tsx';
import { themeOf, variables } from './brand.ts';
import { OrderPage } from './OrderPage.tsx';
import { useOrder } from './useOrder.ts';
import type { CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';
import './styles.ts';

/** Until the retailer's colour is known. */
const NEUTRAL = '#4a5355';
const token = decodeURIComponent(/^\/track\/([^/]+)/.exec(location.pathname)?.[1] ?? '');
/** A reader who chose a language before, or was sent a link in one, keeps it; everybody else gets the order's. */
const chosen = new URLSearchParams(location.search).has('language') || localStorage.getItem('spil.language') !== null;

function Languages() {
  const words = useWords();
  const language = useLanguage();
  return <SegmentedControl size="md" aria-label={words.language} value={language} onChange={(value) => setLanguage(value as Language)} data={[{ value: 'nl', label: <><span aria-hidden>NL</span><VisuallyHidden>Nederlands</VisuallyHidden></> }, { value: 'en', label: <><span aria-hidden>EN</span><VisuallyHidden>English</VisuallyHidden></> }]} />;
}

function Top({ brand }: { brand: CustomerOrder['brand'] | null }) {
  return (
    <Group component="header" justify="space-between" wrap="nowrap" py="md" gap="md">
      {brand === null ? <Skeleton width={180} height={40} /> : <Anchor href={brand.url} rel="noreferrer" underline="never" fw={700} size="lg" lh={1.2}>{brand.logoUrl === null ? brand.name : <img src={brand.logoUrl} alt={brand.name} height={44} style={{ display: 'block', maxWidth: '52vw', objectFit: 'contain' }} />}</Anchor>}
      <Languages />
    </Group>
  );
}

function Loading() {
  const words = useWords();
  return (
    <Stack gap="md" aria-busy="true">
      <VisuallyHidden role="status">{words.loading}</VisuallyHidden>
      <Skeleton height={34} width="80%" /><Skeleton height={18} width="50%" />
      <Skeleton height={420} radius="lg" /><Skeleton height={180} radius="lg" />
    </Stack>
  );
}

function WithToken() {
  const { order, refused, offline, show } = useOrder(token);
  const words = useWords();
  const accent = order?.brand.accent ?? NEUTRAL;
  const theme = useMemo(() => themeOf(accent), [accent]);
  const own = order?.language;
  useEffect(() => { if (own !== undefined && !chosen) setLanguage(own); }, [own]);
  return (
    <Page accent={theme} brand={order?.brand ?? null} nameless={refused !== null}>
      {order && <OrderPage token={token} order={order} offline={offline} onChanged={show} />}
      {!order && refused && <AskLink broken={refused.status === 404} />}
      {!order && !refused && <>{offline && <Text role="status" mb="md">{words.offline}</Text>}<Loading /></>}
    </Page>
  );
}

function Page({ accent, brand, nameless, children }: { accent: ReturnType<typeof themeOf>; brand: CustomerOrder['brand'] | null; nameless: boolean; children: ReactNode }) {
  return (
    <MantineProvider theme={accent} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Container size={640} px={{ base: 'sm', sm: 'md' }} pb={48}>
        {nameless ? <Group justify="flex-end" py="md"><Languages /></Group> : <Top brand={brand} />}
        <main>{children}</main>
      </Container>
    </MantineProvider>
  );
}

const place = document.getElementById('door');
if (!place) throw new Error('the page has no place for the door');
createRoot(place).render(<StrictMode>{token === '' ? <Page accent={themeOf(NEUTRAL)} brand={null} nameless><AskLink broken={false} /></Page> : <WithToken />}</StrictMode>);
