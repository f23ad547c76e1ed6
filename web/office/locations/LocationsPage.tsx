/** Not built yet. */
export default function LocationsPage() {
  return <p>LocationsPage</p>;
}
