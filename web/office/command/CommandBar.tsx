/** The command bar: any order, customer, product, parcel or page by typing part of it. */
export function CommandBar() {
  return null;
}
