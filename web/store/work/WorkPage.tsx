/** Not built yet. */
export default function WorkPage() {
  return <p>WorkPage</p>;
}
