/** Where a visitor begins: what can be tried, in the order of an order's life, and who one can be. */
import { Button, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconBuilding, IconBuildingStore, IconMail, IconShoppingCart, IconTruckDelivery } from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useRole, wordOf } from '../../parts/words.ts';
import { defineWords } from '../../shell/language.ts';
import { enterAs, watch } from '../demo.ts';
import type { Demo, Person } from '../demo.ts';

const useWords = defineWords(
  {
    title: 'Try it', intro: (retailer: string) => `${retailer} is invented, and so are its customers, carrier, bank and shops. Everything in between is Spil, as it would run for real.`,
    buy: 'Buy something', buyText: 'In the web shop, the outlet or the app; delivered home or picked up in a store.', toShop: 'To the shop', ship: 'Be the store', shipText: (place: string) => `Pick, pack and ship in ${place}. The robots leave its newest work, and everything you buy, to you.`, toStore: 'To the store',
    serve: 'Be customer service', serveText: 'See the whole story of every order, change it, cancel it, pay it back.', toOffice: 'To the office', read: 'Read the customer\'s mail', readText: 'Every mail that Spil sent, with the link by which a customer follows the order.', toMail: 'To the mailbox',
    carry: 'Be the carrier', carryText: 'Take parcels to the door, to the neighbours, back, or lose them.', toParcels: 'To the parcels', fail: 'Make something fail', failText: 'Take the carrier down, let the bank answer too late, close the ERP; and see what Spil does.', toFaults: 'Make it fail',
    people: 'Who you can be', peopleText: 'One press signs you in. The passwords are for when you want to type them.', person: 'Person', role: 'Role', email: 'E-mail address', password: 'Password', be: 'Sign in', enter: (name: string) => `Sign in as ${name}`,
  },
  {
    title: 'Probeer het', intro: (retailer: string) => `${retailer} is verzonnen, net als de klanten, de vervoerder, de bank en de webwinkels. Alles daartussen is Spil, zoals het in het echt zou draaien.`,
    buy: 'Koop iets', buyText: 'In de webwinkel, de outlet of de app; thuisbezorgd of afgehaald in een winkel.', toShop: 'Naar de webwinkel', ship: 'Wees de winkel', shipText: (place: string) => `Verzamel, pak in en verzend in ${place}. De robots laten het nieuwste werk daar, en alles wat je koopt, aan jou.`, toStore: 'Naar de winkel',
    serve: 'Wees klantenservice', serveText: 'Zie het hele verhaal van elke bestelling, wijzig hem, annuleer hem, betaal terug.', toOffice: 'Naar kantoor', read: 'Lees de post van klanten', readText: 'Elke mail die Spil stuurde, met de link waarmee een klant de bestelling volgt.', toMail: 'Naar de postbus',
    carry: 'Wees de vervoerder', carryText: 'Breng pakketten naar de deur, naar de buren, terug, of raak ze kwijt.', toParcels: 'Naar de pakketten', fail: 'Laat iets misgaan', failText: 'Leg de vervoerder plat, laat de bank te laat antwoorden, sluit het ERP; en zie wat Spil doet.', toFaults: 'Laat het misgaan',
    people: 'Wie je kunt zijn', peopleText: 'Eén druk meldt je aan. De wachtwoorden zijn er voor als je ze wilt typen.', person: 'Persoon', role: 'Rol', email: 'E-mailadres', password: 'Wachtwoord', be: 'Aanmelden', enter: (name: string) => `Aanmelden als ${name}`,
  },
);

const pageOf = ({ roles, locations }: Person): string => (roles.includes('store') ? `/store/${locations?.[0] ?? ''}/today` : '/office/');

export default function StartPage() {
  const words = useWords();
  const demo = useQuery(watch<Demo>('', false));
  const enter = useMutation({ mutationFn: ({ email, page }: { email: string; page: string }) => enterAs(email, page) });
  if (demo.error) return <PageProblem error={demo.error} retry={() => void demo.refetch()} />;
  const { visitorsPlace = 'utrecht', places = [], people = [], retailer = '' } = demo.data ?? {};
  const place = places.find(({ code }) => code === visitorsPlace)?.name ?? '';
  const be = (email: string, page: string) => (): void => enter.mutate({ email, page });
  // The desks, and the people of the visitors' place; there are as many stores again, all alike.
  const shown = people.filter(({ locations }) => locations === null || locations.includes(visitorsPlace));
  return (
    <>
      <PageHeader title={words.title} description={words.intro(retailer)} />
      <ProblemAlert error={enter.error} />
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" mb="xl">
        <Thing icon={IconShoppingCart} title={words.buy} text={words.buyText}><Button component={Link} to="/shop">{words.toShop}</Button></Thing>
        <Thing icon={IconBuildingStore} title={words.ship} text={words.shipText(place)}><Button variant="default" onClick={be(`${visitorsPlace}@vandalen.example`, `/store/${visitorsPlace}/today`)}>{words.toStore}</Button></Thing>
        <Thing icon={IconBuilding} title={words.serve} text={words.serveText}><Button variant="default" onClick={be('klantenservice@vandalen.example', '/office/')}>{words.toOffice}</Button></Thing>
        <Thing icon={IconMail} title={words.read} text={words.readText}><Button variant="default" component={Link} to="/mailbox">{words.toMail}</Button></Thing>
        <Thing icon={IconTruckDelivery} title={words.carry} text={words.carryText}><Button variant="default" component={Link} to="/parcels">{words.toParcels}</Button></Thing>
        <Thing icon={IconAlertTriangle} title={words.fail} text={words.failText}><Button variant="default" component={Link} to="/faults">{words.toFaults}</Button></Thing>
      </SimpleGrid>
      <Title order={2}>{words.people}</Title>
      <Text c="dimmed" mb="sm">{words.peopleText}</Text>
      <People people={shown} onBe={(person) => enter.mutate({ email: person.email, page: pageOf(person) })} />
    </>
  );
}

function Thing({ icon: Icon, title, text, children }: { icon: TablerIcon; title: string; text: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg">
      <Stack gap="sm" h="100%">
        <Group gap="sm" wrap="nowrap"><Icon size={24} aria-hidden /><Title order={2} size="h3">{title}</Title></Group>
        <Text>{text}</Text>
        <Group mt="auto">{children}</Group>
      </Stack>
    </Card>
  );
}

function People({ people, onBe }: { people: readonly Person[]; onBe: (person: Person) => void }) {
  const words = useWords();
  const roles = useRole();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" aria-label={words.people}>
        <Table.Thead><Table.Tr><Table.Th>{words.person}</Table.Th><Table.Th>{words.role}</Table.Th><Table.Th>{words.email}</Table.Th><Table.Th>{words.password}</Table.Th><Table.Th ta="right">{words.be}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.email}>
              <Table.Td fw={500}>{person.name}</Table.Td><Table.Td>{person.roles.map((role) => wordOf(roles, role)).join(', ')}</Table.Td><Table.Td>{person.email}</Table.Td><Table.Td ff="monospace">{person.password}</Table.Td>
              <Table.Td ta="right"><Button size="sm" variant="default" aria-label={words.enter(person.name)} onClick={() => onBe(person)}>{words.be}</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
