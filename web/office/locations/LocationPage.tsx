/** Not built yet. */
export default function LocationPage() {
  return <p>LocationPage</p>;
}
