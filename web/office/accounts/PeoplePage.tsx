/** Not built yet. */
export default function PeoplePage() {
  return <p>PeoplePage</p>;
}
