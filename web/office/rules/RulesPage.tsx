/** Not built yet. */
export default function RulesPage() {
  return <p>RulesPage</p>;
}
