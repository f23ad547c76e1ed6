/** Not built yet. */
export default function WavePage() {
  return <p>WavePage</p>;
}
