/** Not built yet. */
export default function SkuPage() {
  return <p>SkuPage</p>;
}
