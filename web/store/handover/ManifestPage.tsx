/** One closed handover: what left, what stayed behind, who signed, and its paper. */
import { Button, Group, Paper, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import { read } from '../../api/query.ts';
import type { Answer } from '../../api/client.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useFormat } from '../../shell/format.ts';
import classes from './handover.module.css';
import { PrintManifest } from './PrintManifest.tsx';
import { manifestRoute } from './routes.ts';
import { useManifestWords } from './words.ts';

type Parcels = Answer<'getManifest'>['handedOver'];

export default function ManifestPage() {
  const { location, manifest: id } = manifestRoute.useParams();
  const words = useManifestWords();
  const format = useFormat();
  const query = useQuery(read('getManifest', { manifest: id }, { kinds: ['order'] }));
  const manifest = query.data;
  if (!manifest) return query.error ? <PageProblem error={query.error} retry={() => void query.refetch()} /> : <Stack maw={860} aria-hidden><Skeleton h={32} w={220} /><Skeleton h={90} /><Skeleton h={240} /></Stack>;
  return (
    <Stack maw={860}>
      <Group><Button component={Link} to={`/${location}/manifests`} variant="subtle" color="gray" c="dimmed" size="compact-md" h={44} ml={-8} leftSection={<IconArrowLeft size={18} aria-hidden />}>{words.back}</Button></Group>
      <PageHeader title={words.one(manifest.carrierName)} description={[format.moment(manifest.closedAt), words.by(manifest.closedBy), ...(manifest.signedBy === null ? [] : [words.signedBy(manifest.signedBy)])].join(' · ')} actions={<PrintManifest manifest={id} label={words.print} />} />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="xs">{([[words.handedOver, manifest.parcels], [words.announced, manifest.announced], [words.stayed, manifest.stayed]] as const).map(([label, n]) => <Paper key={label} withBorder px="md" py="xs" radius="md"><Group justify="space-between"><Text c="dimmed">{label}</Text><Text fw={700} fz={22}>{n}</Text></Group></Paper>)}</SimpleGrid>
      {manifest.stayedBehind.length > 0 && <List title={words.stayed} parcels={manifest.stayedBehind} />}
      <List title={words.handedOver} parcels={manifest.handedOver} />
      {manifest.signature !== null && <section aria-label={words.signature}><Title order={2} size="h3" mb="xs">{words.signature}</Title><svg viewBox="0 0 600 200" className={classes.signature} role="img" aria-label={words.signature}><path d={manifest.signature} /></svg></section>}
    </Stack>
  );
}

function List({ title, parcels }: { title: string; parcels: Parcels }) {
  const words = useManifestWords();
  const format = useFormat();
  return (
    <section aria-label={title}>
      <Title order={2} size="h3" mb="xs">{title}</Title>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': title } }}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{words.order}</Table.Th><Table.Th>{words.parcel}</Table.Th><Table.Th>{words.barcode}</Table.Th><Table.Th>{words.status}</Table.Th><Table.Th ta="right">{words.weight}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{parcels.map((parcel) => <Table.Tr key={parcel.id}><Table.Td>{parcel.orderNumber}</Table.Td><Table.Td>{parcel.number}</Table.Td><Table.Td>{parcel.barcode}</Table.Td><Table.Td><StatusBadge of="parcel" status={parcel.status} /></Table.Td><Table.Td ta="right">{format.number(parcel.weightGrams / 1000, 1)} kg</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
