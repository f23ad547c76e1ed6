/** Not built yet. */
export default function OrderPage() {
  return <p>OrderPage</p>;
}
