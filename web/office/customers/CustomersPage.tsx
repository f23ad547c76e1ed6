/** Not built yet. */
export default function CustomersPage() {
  return <p>CustomersPage</p>;
}
