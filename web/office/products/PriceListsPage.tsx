/** Not built yet. */
export default function PriceListsPage() {
  return <p>PriceListsPage</p>;
}
