/** Not built yet. */
export default function ProductPage() {
  return <p>ProductPage</p>;
}
