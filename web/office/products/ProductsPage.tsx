/** Not built yet. */
export default function ProductsPage() {
  return <p>ProductsPage</p>;
}
