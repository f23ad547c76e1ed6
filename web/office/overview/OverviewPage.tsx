/** Not built yet. */
export default function OverviewPage() {
  return <p>OverviewPage</p>;
}
