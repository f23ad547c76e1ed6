/** Not built yet. */
export default function DevicePage() {
  return <p>DevicePage</p>;
}
