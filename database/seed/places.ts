/** The seventeen stores, the warehouse and the external warehouse of Van Dalen Schoenen: an invented retailer in real Dutch cities. */

export interface Place {
  code: string;
  name: string;
  kind: 'store' | 'warehouse' | 'external_warehouse';
  size: 'small' | 'medium' | 'large';
  street: string;
  houseNumber: string;
  postalCode: string;
  city: string;
  latitude: number;
  longitude: number;
  /** Evening on which the shops of the city stay open. */
  lateNight: 'thursday' | 'friday' | null;
  /** Orders a day. */
  capacity: number;
}

type StoreRow = readonly [code: string, city: string, size: Place['size'], street: string, houseNumber: string, postalCode: string, latitude: number, longitude: number, lateNight: 'thursday' | 'friday', capacity: number];

const STORES: readonly StoreRow[] = [
  ['amsterdam', 'Amsterdam', 'large', 'Kalverstraat', '152', '1012 XE', 52.3688, 4.8915, 'thursday', 60],
  ['rotterdam', 'Rotterdam', 'large', 'Lijnbaan', '67', '3012 EL', 51.9202, 4.4772, 'friday', 60],
  ['den-haag', 'Den Haag', 'large', 'Spuistraat', '38', '2511 BE', 52.0774, 4.3113, 'thursday', 50],
  ['utrecht', 'Utrecht', 'large', 'Steenweg', '21', '3511 JM', 52.0923, 5.1191, 'thursday', 50],
  ['eindhoven', 'Eindhoven', 'large', 'Demer', '44', '5611 AS', 51.4411, 5.4775, 'friday', 45],
  ['groningen', 'Groningen', 'medium', 'Herestraat', '73', '9711 LE', 53.2151, 6.5668, 'thursday', 35],
  ['maastricht', 'Maastricht', 'medium', 'Grote Staat', '29', '6211 CV', 50.8503, 5.6909, 'thursday', 30],
  ['breda', 'Breda', 'medium', 'Ginnekenstraat', '55', '4811 JD', 51.5866, 4.7779, 'thursday', 30],
  ['tilburg', 'Tilburg', 'medium', 'Heuvelstraat', '88', '5038 AG', 51.5571, 5.0853, 'thursday', 30],
  ['nijmegen', 'Nijmegen', 'medium', 'Broerstraat', '31', '6511 KL', 51.8447, 5.8645, 'thursday', 30],
  ['arnhem', 'Arnhem', 'medium', 'Ketelstraat', '18', '6811 CZ', 51.9829, 5.9098, 'thursday', 25],
  ['haarlem', 'Haarlem', 'medium', 'Grote Houtstraat', '92', '2011 SR', 52.3788, 4.6331, 'thursday', 30],
  ['leiden', 'Leiden', 'medium', 'Haarlemmerstraat', '137', '2312 DN', 52.1613, 4.4894, 'thursday', 25],
  ['zwolle', 'Zwolle', 'medium', 'Diezerstraat', '60', '8011 RH', 52.5131, 6.0954, 'thursday', 25],
  ['delft', 'Delft', 'small', 'Choorstraat', '14', '2611 JG', 52.0121, 4.3569, 'friday', 12],
  ['zeist', 'Zeist', 'small', 'Slotlaan', '119', '3701 GC', 52.0882, 5.2369, 'friday', 10],
  ['deventer', 'Deventer', 'small', 'Lange Bisschopstraat', '26', '7411 KM', 52.2521, 6.1597, 'thursday', 10],
];

/** All places, stores first. */
export const PLACES: readonly Place[] = [
  ...STORES.map(([code, city, size, street, houseNumber, postalCode, latitude, longitude, lateNight, capacity]): Place => ({ code, name: city, kind: 'store', size, street, houseNumber, postalCode, city, latitude, longitude, lateNight, capacity })),
  { code: 'dc', name: 'Magazijn Waalwijk', kind: 'warehouse', size: 'large', street: 'Zanddonkweg', houseNumber: '14', postalCode: '5144 NX', city: 'Waalwijk', latitude: 51.6897, longitude: 5.0447, lateNight: null, capacity: 2500 },
  { code: 'venlo', name: 'Extern magazijn Venlo', kind: 'external_warehouse', size: 'large', street: 'Tjalkkade', houseNumber: '8', postalCode: '5928 PZ', city: 'Venlo', latitude: 51.3921, longitude: 6.1064, lateNight: null, capacity: 1500 },
];
