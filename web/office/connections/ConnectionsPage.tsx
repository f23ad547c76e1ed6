/** Not built yet. */
export default function ConnectionsPage() {
  return <p>ConnectionsPage</p>;
}
