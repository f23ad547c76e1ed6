/** Not built yet. */
export default function ApiKeysPage() {
  return <p>ApiKeysPage</p>;
}
