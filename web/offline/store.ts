/** The browser's own small database: what is not sent yet, and what was read last, for when there is no connection. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Problem } from '../api/generated/operations.ts';

/** A command that waits to be sent, or was refused and waits to be looked at. */
export interface Entry {
  id: number;
  /** The Idempotency-Key: however often it is sent, it is done once. */
  key: string;
  operation: string;
  input: unknown;
  /** What it belongs to (a work order, a count): screens show the waiting entries of their own lane. */
  lane: string;
  at: string;
  refused: Problem | null;
}

interface Schema extends DBSchema {
  outbox: { key: number; value: Omit<Entry, 'id'> & { id?: number } };
  kept: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;
export const browserStore = (): Promise<IDBPDatabase<Schema>> => (opened ??= openDB<Schema>('spil', 1, {
  upgrade: (database) => {
    database.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true });
    database.createObjectStore('kept');
  },
}));
