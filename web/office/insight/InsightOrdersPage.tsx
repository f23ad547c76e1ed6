/** Not built yet. */
export default function InsightOrdersPage() {
  return <p>InsightOrdersPage</p>;
}
