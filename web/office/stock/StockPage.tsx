/** Not built yet. */
export default function StockPage() {
  return <p>StockPage</p>;
}
