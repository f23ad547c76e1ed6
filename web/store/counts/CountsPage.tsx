/** Not built yet. */
export default function CountsPage() {
  return <p>CountsPage</p>;
}
