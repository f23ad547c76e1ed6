/** What a location is and can do, as its form holds it, and back as the interface wants it. Pure. */
import { bodyOf, USUAL } from './calendar-form.ts';
import type { LocationBody } from './calendar-form.ts';
import type { Location, Place } from './location.ts';

export interface DetailsForm {
  code: string; name: string; kind: Location['kind']; size: Location['size']; company: string; street: string; houseNumber: string; addition: string; postalCode: string; city: string; country: string; phone: string; email: string;
  latitude: number | null; longitude: number | null; capacity: number | null; capabilities: Location['capabilities']; stockAuthority: Location['stockAuthority']; tags: string[]; active: boolean;
}

export const detailsForm = (location: Location | null): DetailsForm => ({
  code: location?.code ?? '', name: location?.name ?? '', kind: location?.kind ?? 'store', size: location?.size ?? 'medium', company: location?.address.company ?? '', street: location?.address.street ?? '', houseNumber: location?.address.houseNumber ?? '', addition: location?.address.addition ?? '',
  postalCode: location?.address.postalCode ?? '', city: location?.address.city ?? '', country: location?.address.country ?? 'NL', phone: location?.address.phone ?? '', email: location?.address.email ?? '', latitude: location?.latitude ?? null, longitude: location?.longitude ?? null,
  capacity: location?.capacity ?? null, capabilities: location?.capabilities ?? ['ship', 'pickup', 'return'], stockAuthority: location?.stockAuthority ?? 'spil', tags: location?.tags ?? [], active: location?.active ?? true,
});

const NEEDED = ['code', 'name', 'street', 'houseNumber', 'postalCode', 'city', 'country'] as const;
export const isReady = (form: DetailsForm): boolean => NEEDED.every((field) => form[field].trim() !== '');

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The whole body. An address that moved without coordinates of its own is found on the map again. */
export function bodyFrom(form: DetailsForm, location: Location | null, like: readonly Place[]): LocationBody {
  const { address: before = null } = location ?? {};
  const moved = before !== null && (before.postalCode !== form.postalCode.trim() || before.country !== form.country.trim());
  const untouched = location !== null && location.latitude === form.latitude && location.longitude === form.longitude;
  const place = moved && untouched ? { latitude: null, longitude: null } : { latitude: form.latitude, longitude: form.longitude };
  return {
    ...(location ? bodyOf(location) : { calendar: like.find(({ kind }) => kind === form.kind)?.calendar ?? USUAL }),
    name: form.name.trim(), kind: form.kind, size: form.size, ...place, capacity: form.capacity, capabilities: form.capabilities, stockAuthority: form.stockAuthority, tags: form.tags, active: form.active,
    address: { ...before, company: orNull(form.company), street: form.street.trim(), houseNumber: form.houseNumber.trim(), addition: orNull(form.addition), postalCode: form.postalCode.trim(), city: form.city.trim(), country: form.country.trim(), phone: orNull(form.phone), email: orNull(form.email) },
  };
}
