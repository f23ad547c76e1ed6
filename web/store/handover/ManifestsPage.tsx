/** Past handovers of the location, the latest first. */
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconFileText } from '@tabler/icons-react';
import { pages } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useFormat } from '../../shell/format.ts';
import classes from './handover.module.css';
import { manifestsRoute } from './routes.ts';
import { useManifestWords } from './words.ts';

export default function ManifestsPage() {
  const { location } = manifestsRoute.useParams();
  const words = useManifestWords();
  const format = useFormat();
  const query = useInfiniteQuery(pages('listManifests', { location, limit: 50 }, { kinds: ['order'] }));
  if (query.error && !query.data) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const manifests = (query.data?.pages ?? []).flatMap((page) => page.manifests);
  return (
    <>
      <PageHeader title={words.title} actions={<Button size="md" component={Link} to={`/${location}/handover`}>{words.toHandover}</Button>} />
      <Stack maw={860}>
        {query.isPending && <Stack aria-hidden>{Array.from({ length: 4 }, (_none, index) => <Skeleton key={index} h={72} />)}</Stack>}
        {query.data && manifests.length === 0 && <Empty icon={<IconFileText size={48} />} title={words.empty} text={words.emptyText} />}
        <ul className={classes.list} aria-label={words.list}>
          {manifests.map((manifest) => (
            <li key={manifest.id}>
              <Link to={`/${location}/manifests/${manifest.id}`} className={classes.row}>
                <Group justify="space-between" wrap="nowrap" align="flex-start">
                  <Stack gap={2}><Text fw={650} component="span">{manifest.carrierName} · {format.moment(manifest.closedAt)}</Text><Text size="sm" c="dimmed" component="span">{[words.by(manifest.closedBy), ...(manifest.signedBy === null ? [] : [words.signedBy(manifest.signedBy)])].join(' · ')}</Text></Stack>
                  <Stack gap={2} align="flex-end"><Text fw={650} component="span" style={{ whiteSpace: 'nowrap' }}>{manifest.parcels} / {manifest.announced}</Text>{manifest.stayed > 0 && <Text size="sm" className={classes.alarm} component="span">{manifest.stayed} {words.stayed.toLowerCase()}</Text>}</Stack>
                </Group>
              </Link>
            </li>
          ))}
        </ul>
        {query.hasNextPage && <Button variant="default" size="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.more}</Button>}
      </Stack>
    </>
  );
}
