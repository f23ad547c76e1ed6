/** Not built yet. */
export default function RulePage() {
  return <p>RulePage</p>;
}
