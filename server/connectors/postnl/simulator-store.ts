/** What the PostNL simulator remembers: barcodes given out, announced parcels and their scans, in a database of its own. */
import type { DatabaseSync } from 'node:sqlite';
import type { ShipmentBody } from './simulator-rules.ts';
import { SCANS } from './simulator-journey.ts';
import type { Place } from './simulator-journey.ts';

export interface StoredParcel { barcode: string; shipment: ShipmentBody; printer: string; scans: { place: Place; at: string }[] }

export interface ParcelStore {
  /** A barcode never given before: 3S, the customer's code and so many digits. */
  newBarcode(customerCode: string, digits: number, first: bigint): string;
  find(barcode: string): StoredParcel | null;
  all(): StoredParcel[];
  confirm(barcode: string, shipment: ShipmentBody, printer: string, at: string): void;
  scan(barcode: string, place: Place, at: string): void;
  /** Barcodes scanned from one moment up to and including another. */
  scannedBetween(from: string, to: string): StoredParcel[];
}

/** Opens the simulator's tables. Times are instants; each scan is at least a second after the one before it, so that their order shows. */
export function createParcelStore(db: DatabaseSync): ParcelStore {
  db.exec(`
    create table if not exists barcode (customer_code text primary key, last text not null);
    create table if not exists parcel (barcode text primary key, shipment text not null, printer text not null, created_at text not null);
    create table if not exists scan (barcode text not null references parcel, place text not null, at text not null, primary key (barcode, place));
  `);
  const rowsOf = (sql: string, ...values: string[]): Record<string, unknown>[] => db.prepare(sql).all(...values);
  const scansOf = (barcode: string): StoredParcel['scans'] => rowsOf('select place, at from scan where barcode = ? order by at', barcode).flatMap(({ place, at }) => (isPlace(place) ? [{ place, at: String(at) }] : []));
  const parcelOf = (row: Record<string, unknown>): StoredParcel => ({ barcode: String(row['barcode']), shipment: JSON.parse(String(row['shipment'])) as ShipmentBody, printer: String(row['printer']), scans: scansOf(String(row['barcode'])) });
  const scan = (barcode: string, place: Place, at: string): void => {
    const last = scansOf(barcode).at(-1)?.at;
    const moment = last !== undefined && Date.parse(at) < Date.parse(last) + 1000 ? new Date(Date.parse(last) + 1000).toISOString() : at;
    db.prepare('insert into scan (barcode, place, at) values (?, ?, ?)').run(barcode, place, moment);
  };
  return {
    scan,
    newBarcode: (customerCode, digits, first) => {
      const key = `${customerCode}${digits}`;
      const last = rowsOf('select last from barcode where customer_code = ?', key)[0]?.['last'];
      const next = last === undefined ? first : BigInt(String(last)) + 1n;
      db.prepare('insert into barcode (customer_code, last) values (?, ?) on conflict (customer_code) do update set last = excluded.last').run(key, String(next));
      return `3S${customerCode}${String(next).padStart(digits, '0')}`;
    },
    find: (barcode) => {
      const row = rowsOf('select * from parcel where barcode = ?', barcode)[0];
      return row ? parcelOf(row) : null;
    },
    all: () => rowsOf('select * from parcel order by created_at, barcode').map(parcelOf),
    confirm: (barcode, shipment, printer, at) => {
      db.prepare('insert into parcel (barcode, shipment, printer, created_at) values (?, ?, ?, ?)').run(barcode, JSON.stringify(shipment), printer, at);
      scan(barcode, 'announced', at);
    },
    scannedBetween: (from, to) => rowsOf('select * from parcel where barcode in (select barcode from scan where at >= ? and at <= ?) order by barcode', from, to).map(parcelOf),
  };
}

const isPlace = (value: unknown): value is Place => typeof value === 'string' && value in SCANS;
