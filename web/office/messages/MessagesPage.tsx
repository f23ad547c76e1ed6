/** Not built yet. */
export default function MessagesPage() {
  return <p>MessagesPage</p>;
}
