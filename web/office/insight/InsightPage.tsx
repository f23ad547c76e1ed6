/** Not built yet. */
export default function InsightPage() {
  return <p>InsightPage</p>;
}
