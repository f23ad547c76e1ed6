/** Not built yet. */
export default function HandoverPage() {
  return <p>HandoverPage</p>;
}
