/** Not built yet. */
export default function PriceListPage() {
  return <p>PriceListPage</p>;
}
