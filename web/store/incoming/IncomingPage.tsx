/** Not built yet. */
export default function IncomingPage() {
  return <p>IncomingPage</p>;
}
