/** Not built yet. */
export default function CustomerPage() {
  return <p>CustomerPage</p>;
}
