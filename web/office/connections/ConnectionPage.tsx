/** Not built yet. */
export default function ConnectionPage() {
  return <p>ConnectionPage</p>;
}
