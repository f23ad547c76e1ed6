/** Not built yet. */
export default function MessagePage() {
  return <p>MessagePage</p>;
}
