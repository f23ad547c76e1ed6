/** Every queue that this account sees, with how full it is. */
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { QueueCards } from '../../parts/queues/QueueCards.tsx';
import { useWords } from './words.ts';

/** Milliseconds: what is not told by a stream of changes is read again. */
const AGAIN = 15_000;

export default function QueuesPage() {
  const words = useWords();
  const { data, error } = useQuery({ ...read('listQueues', {}, { kinds: ['order'] }), refetchInterval: AGAIN });
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <ProblemAlert error={error} />
      {!error && <QueueCards queues={data?.queues} explained />}
    </>
  );
}
