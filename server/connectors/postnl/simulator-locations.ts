/** Invented pickup points in Dutch and Belgian towns for the PostNL simulator, and which of them are near. */

interface Point { code: number; name: string; street: string; number: number; extension?: string; zip: string; city: string; country: 'NL' | 'BE'; latitude: number; longitude: number; sunday: boolean }

/** Shops and streets are made up; the coordinates lie in the named towns. */
const POINTS: readonly Point[] = [
  { code: 210001, name: 'Kantoorboek Het Vlot', street: 'Weerdsingel', number: 12, zip: '3513BA', city: 'Utrecht', country: 'NL', latitude: 52.0964, longitude: 5.1155, sunday: false },
  { code: 210002, name: 'Buurtsuper Oog', street: 'Ooglaan', number: 103, extension: 'A', zip: '3561XB', city: 'Utrecht', country: 'NL', latitude: 52.1122, longitude: 5.1037, sunday: true },
  { code: 210003, name: 'Drogist Linde', street: 'Lindenkade', number: 7, zip: '1015DX', city: 'Amsterdam', country: 'NL', latitude: 52.3762, longitude: 4.8821, sunday: true },
  { code: 210004, name: 'Fietsenmaker Spaak', street: 'Wouterstraat', number: 55, zip: '1073KK', city: 'Amsterdam', country: 'NL', latitude: 52.3541, longitude: 4.9003, sunday: false },
  { code: 210005, name: 'Bloemen Zonder Haast', street: 'Kaaidijk', number: 2, zip: '3016BC', city: 'Rotterdam', country: 'NL', latitude: 51.9087, longitude: 4.4791, sunday: false },
  { code: 210006, name: 'Tabak en Post De Ooievaar', street: 'Duinlaan', number: 88, zip: '2513AK', city: 'Den Haag', country: 'NL', latitude: 52.0781, longitude: 4.3011, sunday: false },
  { code: 210007, name: 'Bouwmarkt De Lamp', street: 'Gloeiweg', number: 31, zip: '5611DG', city: 'Eindhoven', country: 'NL', latitude: 51.4392, longitude: 5.4786, sunday: true },
  { code: 210008, name: 'Boekhandel Stad en Ommeland', street: 'Noordersingel', number: 19, zip: '9711LS', city: 'Groningen', country: 'NL', latitude: 53.2194, longitude: 6.5665, sunday: false },
  { code: 210009, name: 'Speelgoed Tol', street: 'Rijnkade', number: 64, zip: '6811HA', city: 'Arnhem', country: 'NL', latitude: 51.9793, longitude: 5.9101, sunday: false },
  { code: 210010, name: 'Wijnkoper Vat', street: 'Maasplein', number: 5, zip: '6211CH', city: 'Maastricht', country: 'NL', latitude: 50.8503, longitude: 5.6901, sunday: false },
  { code: 310001, name: 'Dagbladhandel Kaai', street: 'Scheldekaai', number: 14, zip: '2000', city: 'Antwerpen', country: 'BE', latitude: 51.2213, longitude: 4.3997, sunday: false },
  { code: 310002, name: 'Nachtwinkel Leie', street: 'Leiestraat', number: 9, zip: '9000', city: 'Gent', country: 'BE', latitude: 51.0538, longitude: 3.7219, sunday: true },
];

const metres = (a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number => {
  const radians = Math.PI / 180;
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const y = (b.latitude - a.latitude) * radians;
  return Math.round(6_371_000 * Math.hypot(x, y));
};

/** Points within 50 km, nearest first. A postal code stands where the point with the nearest digits stands. */
export function pointsNear(country: string, near: { latitude: number; longitude: number } | { postalCode: string }): { point: Point; distance: number }[] {
  const here = POINTS.filter((point) => point.country === country);
  const digits = 'postalCode' in near ? Number(near.postalCode.slice(0, 4)) : 0;
  const away = (point: Point): number => Math.abs(Number(point.zip.slice(0, 4)) - digits);
  const origin = 'postalCode' in near ? [...here].sort((a, b) => away(a) - away(b))[0] : near;
  if (!origin) return [];
  return here.map((point) => ({ point, distance: metres(origin, point) })).filter(({ distance }) => distance <= 50_000).sort((a, b) => a.distance - b.distance);
}

/** A point as PostNL writes it. */
export function vendorLocation({ point, distance }: { point: Point; distance: number }): Record<string, unknown> {
  const open = { string: '08:00-18:00' };
  return {
    Address: { City: point.city, Countrycode: point.country, HouseNr: point.number, ...(point.extension ? { HouseNrExt: point.extension } : {}), Street: point.street, Zipcode: point.zip },
    DeliveryOptions: { string: ['PG', 'UL'] },
    Distance: distance, Latitude: point.latitude, Longitude: point.longitude, LocationCode: point.code, Name: point.name,
    OpeningHours: { Monday: { string: '10:00-18:00' }, Tuesday: open, Wednesday: open, Thursday: { string: '08:00-21:00' }, Friday: open, Saturday: { string: '09:00-17:00' }, ...(point.sunday ? { Sunday: { string: '12:00-17:00' } } : {}) },
    PartnerName: 'PostNL', RetailNetworkID: point.country === 'NL' ? 'PNPNL-01' : 'PNPBE-01',
  };
}
