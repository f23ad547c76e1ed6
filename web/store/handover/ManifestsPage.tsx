/** Not built yet. */
export default function ManifestsPage() {
  return <p>ManifestsPage</p>;
}
