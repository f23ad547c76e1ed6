/** Not built yet. */
export default function ExchangePage() {
  return <p>ExchangePage</p>;
}
