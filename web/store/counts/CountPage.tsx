/** Not built yet. */
export default function CountPage() {
  return <p>CountPage</p>;
}
