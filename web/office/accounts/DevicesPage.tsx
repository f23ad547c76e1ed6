/** Not built yet. */
export default function DevicesPage() {
  return <p>DevicesPage</p>;
}
