/** Not built yet. */
export default function PickupsPage() {
  return <p>PickupsPage</p>;
}
