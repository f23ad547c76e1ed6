/** What PostNL's observation codes and status codes mean in our words, and which of them prove that PostNL has the parcel. */
import type { CarrierScan } from '../../modules/shipping/ports.ts';

type Meaning = Pick<CarrierScan, 'status' | 'physical' | 'reason'>;
const has = (status: CarrierScan['status']): Meaning => ({ status, physical: true });
const told = (status: CarrierScan['status']): Meaning => ({ status, physical: false });

/**
 * Status codes of PostNL's table by phase: 1 collection, 2 sorting, 3 distribution, 4 delivered, 99 not applicable. Phase 4 holds
 * 12 too, which waits at a pickup point and is not delivered. The "missing" codes 15, 16 and 17 are provisional; only 18 is definite.
 */
const STATUSES: Readonly<Record<string, Meaning>> = {
  1: told('announced'), 13: told('announced'), 14: told('other'),
  2: has('accepted'), 3: has('accepted'),
  4: told('other'), 15: told('other'), 18: told('lost'), 19: told('other'),
  5: has('sorted'), 6: told('other'), 16: told('other'), 21: has('other'),
  7: has('out_for_delivery'), 8: has('attempted'), 9: told('other'), 17: told('other'), 20: told('other'),
  11: has('delivered'), 12: has('at_pickup_point'), 22: has('collected'), 23: has('delivered'),
  27: has('returning'), 28: has('returning'),
  99: told('other'),
};

/** Observation codes that say something else, or more, than the status they come with. */
const EVENT_GROUPS: readonly (readonly [codes: string, meaning: Meaning])[] = [
  ['A01 A10 A71 F01 X80', told('announced')],
  ['B01 B04 B06 X40 Z80 C01 C02 A73 A74 V12 V13 V22 V23 V31 V50', has('accepted')],
  ['J01 J06 J10 J27 J45 J61 Q12 Q13 R01 X01 X02 X07 X08 X14 X15 X16 X17 X19 X50 X51 X68', has('sorted')],
  ['J05 J55 J59 X06 X55 Y05', has('out_for_delivery')],
  ['I01 I03 I05 I06 I09 I11 I12 I23 J91 Z01 Z02 Z03 Z04 Z08 Z09', has('delivered')],
  ['I10 Z05', has('delivered_neighbour')],
  ['I02 I22 Z06', has('collected')],
  ['I08 J02 J12 J23 J52 X05 Y26', has('at_pickup_point')],
  ['D08 J08 J16 J29 J41 J42 J47 J48 J94 K14 K70 K71', has('attempted')],
  ['H01 H02 H03 H04 H05 H07 H08 H09 H10 H12 H15 H16 H17 H18 H20 H22 H24 H25 H35 H38 H51 H52 K43 X20 X21 X22 Y16 Y18 Y19 Y20 Y21 Y40 Y47', has('returning')],
  ['J63 X24', has('returned')],
  ['I07', has('returning')],
  ['K92 Y29 Y45 Y71', told('lost')],
  // The receiver's choice or a changed plan, often before PostNL has the parcel; parcels held back or cancelled; papers at customs.
  ['A08 A09 A11 A12 A13 A20 A21 A22 A27 A28 A29 A30 A31 A32 A34 A35 A41 A42 A43 A46 A94 A99', told('other')],
  ['H30 H31 H32 J07 J09 J14 J17 J22 J24 J26 J36 J39 J80 J90 J92 J93 K01 K15 K25 M01 M03 Q02 Q19 R06 T02 V01 V02 V03 V04 V06 V11 V21 X03 X04 X11 X66 X81 Y07 Y08 Y33 Y35 Y60 Y61 Y62 Y65 Y66', told('other')],
  ['J95 K91', has('other')],
];
const EVENTS: ReadonlyMap<string, Meaning> = new Map(EVENT_GROUPS.flatMap(([codes, meaning]) => codes.split(' ').map((code) => [code, meaning] as const)));

/** What a status code means; an unknown code tells only by its phase, and never that the parcel was delivered. */
export function meaningOfStatus(status: string | null, phase: string | null): Meaning {
  const known = status === null ? undefined : STATUSES[status.replace(/^0+(?=\d)/, '')];
  if (known) return known;
  return phase === '2' ? has('sorted') : phase === '3' || phase === '4' ? has('other') : told('other');
}

/** Why a parcel comes back, or what is wrong with it, by observation code. */
const REASON_GROUPS: readonly (readonly [codes: string, reason: NonNullable<CarrierScan['reason']>])[] = [
  ['H01 H38 H24 Y44 Y50', 'refused'],
  ['H03 Y20', 'unclaimed'],
  ['H05 H07 H16 Y40', 'not_home'],
  ['H02 H12 Y16', 'wrong_address'],
  ['H04 H09 H35 Y04 Y11 Y14 Y18', 'damaged'],
];
const REASONS: ReadonlyMap<string, NonNullable<CarrierScan['reason']>> = new Map(REASON_GROUPS.flatMap(([codes, reason]) => codes.split(' ').map((code) => [code, reason] as const)));
const because = (code: string): Pick<CarrierScan, 'reason'> => {
  const reason = REASONS.get(code);
  return reason === undefined ? {} : { reason };
};

/** What an observation code means; null when only the status it came with can tell. */
export const meaningOfEvent = (code: string): Meaning | null => EVENTS.get(code) ?? null;

export interface VendorEvent { code: string; description: string; at: string }
export interface VendorStatus { status: string | null; phase: string | null; description: string; at: string }

/** The natural order of scans that carry the same second. */
const ORDER: readonly CarrierScan['status'][] = ['announced', 'accepted', 'sorted', 'out_for_delivery', 'attempted', 'other', 'at_pickup_point', 'collected', 'delivered_neighbour', 'delivered', 'returning', 'returned', 'lost'];

/**
 * All scans of a parcel, oldest first. PostNL tells the same moment twice, as an observation and as a status: they become one scan,
 * with the observation's code. An observation outside our table takes the meaning of the status of the same second. Times are instants.
 */
export function scansOf(barcode: string, events: readonly VendorEvent[], statuses: readonly VendorStatus[]): CarrierScan[] {
  const scans = new Map<string, CarrierScan>();
  const add = (scan: CarrierScan): void => { scans.set(`${scan.at} ${scan.code}`, scan); };
  const telling = statuses.filter(({ status }) => status !== null && status !== '99');
  for (const { code, description, at } of events) {
    const beside = telling.find((status) => status.at === at);
    const meaning = meaningOfEvent(code) ?? meaningOfStatus(beside?.status ?? null, beside?.phase ?? null);
    add({ barcode, ...meaning, ...because(code), code, description, at });
  }
  for (const { status, phase, description, at } of telling) {
    if (events.some((event) => event.at === at)) continue;
    add({ barcode, ...meaningOfStatus(status, phase), code: status ?? '', description, at });
  }
  return [...scans.values()].sort((a, b) => (a.at === b.at ? ORDER.indexOf(a.status) - ORDER.indexOf(b.status) : a.at < b.at ? -1 : 1));
}
