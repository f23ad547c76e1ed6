/** Pure: what is sent for a chosen destination, once nothing of it is missing. */

export const COUNTRIES = ['NL', 'BE', 'DE'] as const;
/** The choice that is no store. */
export const HOME = 'home';

export interface Home { name: string; street: string; houseNumber: string; addition: string; postalCode: string; city: string; country: string }
export const emptyHome: Home = { name: '', street: '', houseNumber: '', addition: '', postalCode: '', city: '', country: 'NL' };

interface SentAddress { name: string | null; company: null; street: string; houseNumber: string; addition: string | null; line2: null; postalCode: string; city: string; region: null; country: string; phone: null; email: null; original: null }
export type NewDestination = { location: string; address: null } | { location: null; address: SentAddress };

/** A store by its code, a home once its address is whole; null before. */
export function bodyOf(choice: string, home: Home): NewDestination | null {
  if (choice === '') return null;
  if (choice !== HOME) return { location: choice, address: null };
  const [name, street, houseNumber, postalCode, city] = [home.name, home.street, home.houseNumber, home.postalCode, home.city].map((text) => text.trim());
  if (!name || !street || !houseNumber || !postalCode || !city) return null;
  return { location: null, address: { name, company: null, street, houseNumber, addition: home.addition.trim() || null, line2: null, postalCode, city, region: null, country: home.country, phone: null, email: null, original: null } };
}
