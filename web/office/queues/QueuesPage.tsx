/** Not built yet. */
export default function QueuesPage() {
  return <p>QueuesPage</p>;
}
