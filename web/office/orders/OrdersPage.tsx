/** Not built yet. */
export default function OrdersPage() {
  return <p>OrdersPage</p>;
}
