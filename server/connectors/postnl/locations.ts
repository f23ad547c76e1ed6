/** PostNL's pickup points as ours: address, place on the map and opening hours by weekday. */
import { Address } from '../../kernel/address.ts';
import type { PickupPoint } from '../../modules/shipping/ports.ts';
import type { VendorLocation } from './client.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** One location; null when it lacks what a label to it needs (code, street, postal code, town) or its place on the map. */
export function pickupPointOf(location: VendorLocation): PickupPoint | null {
  const { LocationCode: id, Name, Latitude, Longitude, Address: at } = location;
  if (id === null || Latitude === null || Longitude === null || !at.Street || !at.Zipcode || !at.City || !at.Countrycode) return null;
  const address = Address.safeParse({
    company: Name ?? location.PartnerName ?? 'PostNL', street: at.Street, houseNumber: at.HouseNr ?? '', addition: at.HouseNrExt?.replace(/^[-/\s]+/, '') || null,
    postalCode: at.Zipcode, city: at.City, country: at.Countrycode,
  });
  if (!address.success) return null;
  return {
    id, network: location.RetailNetworkID ?? null, name: Name ?? 'PostNL', address: address.data,
    latitude: Latitude, longitude: Longitude, distanceMetres: location.Distance ?? null, openingHours: hoursOf(location),
  };
}

function hoursOf({ OpeningHours }: VendorLocation): PickupPoint['openingHours'] {
  if (!OpeningHours) return [];
  return DAYS.flatMap((name, index) => (OpeningHours[name]?.string ?? []).flatMap((text) => text.split(',')).flatMap((span) => {
    const match = /^\s*(\d{1,2}:\d{2})(?::\d{2})?\s*-\s*(\d{1,2}:\d{2})(?::\d{2})?\s*$/.exec(span);
    if (!match?.[1] || !match[2] || match[1] === match[2]) return [];
    return [{ day: (index + 1) as PickupPoint['openingHours'][number]['day'], from: match[1].padStart(5, '0'), to: match[2].padStart(5, '0') }];
  }));
}
