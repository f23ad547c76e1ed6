/** Not built yet. */
export default function ReturnsPage() {
  return <p>ReturnsPage</p>;
}
