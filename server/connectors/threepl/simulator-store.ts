/** What the simulated warehouse keeps: its work orders, its shelves, its parcels and what it has to tell. */
import type { DatabaseSync } from 'node:sqlite';
import type { WorkOrder } from '../../modules/partners/ports.ts';

export type WorkState = 'new' | 'accepted' | 'rejected' | 'stopped' | 'done' | 'forgotten';
export interface KeptWork { id: string; state: WorkState; work: WorkOrder; takenAt: number; changedAt: number; asked: boolean; sent: Record<string, number> }
export interface KeptParcel { trackingNumber: string; work: string; parcel: string | null; sentAt: number; delivered: boolean }
export interface KeptMessage { id: number; kind: string; path: string; body: string; state: 'waiting' | 'held' | 'told' | 'refused'; answer: string | null }

export interface WarehouseStore {
  take(work: WorkOrder, at: number): 'first' | 'again';
  ask(work: WorkOrder, at: number): boolean;
  find(id: string): KeptWork | null;
  all(): KeptWork[];
  save(work: KeptWork): void;
  shelf(): { sku: string; quantity: number }[];
  /** Puts more (or fewer) on a shelf; never below nothing. */
  put(sku: string, change: number): void;
  parcels(): KeptParcel[];
  keepParcel(parcel: KeptParcel): void;
  say(kind: string, path: string, body: object, held: boolean): KeptMessage;
  messages(state?: KeptMessage['state']): KeptMessage[];
  saved(message: Pick<KeptMessage, 'id' | 'state' | 'answer'>): void;
  nextNumber(): number;
}

export function openWarehouse(store: DatabaseSync): WarehouseStore {
  store.exec(`create table if not exists work (id text primary key, state text not null, body text not null, taken_at integer not null, changed_at integer not null, asked integer not null, sent text not null);
    create table if not exists shelf (sku text primary key, quantity integer not null);
    create table if not exists parcel (tracking text primary key, work text not null, parcel text, sent_at integer not null, delivered integer not null);
    create table if not exists message (id integer primary key autoincrement, kind text not null, path text not null, body text not null, state text not null, answer text);
    create table if not exists number (n integer not null);`);
  const workOf = (row: Record<string, unknown>): KeptWork => ({ id: String(row['id']), state: row['state'] as WorkState, work: JSON.parse(String(row['body'])) as WorkOrder, takenAt: Number(row['taken_at']), changedAt: Number(row['changed_at']), asked: row['asked'] === 1, sent: JSON.parse(String(row['sent'])) as Record<string, number> });
  const messageOf = (row: Record<string, unknown>): KeptMessage => ({ id: Number(row['id']), kind: String(row['kind']), path: String(row['path']), body: String(row['body']), state: row['state'] as KeptMessage['state'], answer: row['answer'] === null ? null : String(row['answer']) });
  const find = (id: string): KeptWork | null => { const row = store.prepare('select * from work where id = ?').get(id); return row ? workOf(row) : null; };
  const save = ({ id, state, work, takenAt, changedAt, asked, sent }: KeptWork): void => {
    store.prepare('insert into work (id, state, body, taken_at, changed_at, asked, sent) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set state = excluded.state, body = excluded.body, changed_at = excluded.changed_at, asked = excluded.asked, sent = excluded.sent')
      .run(id, state, JSON.stringify(work), takenAt, changedAt, asked ? 1 : 0, JSON.stringify(sent));
  };
  return {
    find, save,
    take: (work, at) => {
      const known = find(work.id);
      if (known) {
        if (known.work.submittedAt >= work.submittedAt) return 'again';
        // Given once more after a hold: what was stopped begins anew with what is still to be sent; else only the question is off.
        if (known.state === 'stopped') save({ ...known, state: 'new', work: { ...work, lines: work.lines.filter(({ open }) => open > 0).map((line) => ({ ...line, quantity: line.open })) }, changedAt: at, asked: false, sent: {} });
        else save({ ...known, work: { ...work, lines: known.work.lines }, asked: work.cancellation !== null });
        return 'again';
      }
      save({ id: work.id, state: 'new', work, takenAt: at, changedAt: at, asked: false, sent: {} });
      return 'first';
    },
    ask: (work, at) => {
      const kept = find(work.id);
      if (!kept) return false;
      save({ ...kept, work, changedAt: at, asked: work.cancellation !== null });
      return true;
    },
    all: () => store.prepare('select * from work order by taken_at, id').all().map(workOf),
    shelf: () => store.prepare('select sku, quantity from shelf order by sku').all().map((row) => ({ sku: String(row['sku']), quantity: Number(row['quantity']) })),
    put: (sku, change) => { store.prepare('insert into shelf (sku, quantity) values (?, max(0, ?)) on conflict (sku) do update set quantity = max(0, quantity + ?)').run(sku, change, change); },
    parcels: () => store.prepare('select * from parcel order by sent_at, tracking').all().map((row) => ({ trackingNumber: String(row['tracking']), work: String(row['work']), parcel: row['parcel'] === null ? null : String(row['parcel']), sentAt: Number(row['sent_at']), delivered: row['delivered'] === 1 })),
    keepParcel: ({ trackingNumber, work, parcel, sentAt, delivered }) => { store.prepare('insert into parcel (tracking, work, parcel, sent_at, delivered) values (?, ?, ?, ?, ?) on conflict (tracking) do update set parcel = excluded.parcel, delivered = excluded.delivered').run(trackingNumber, work, parcel, sentAt, delivered ? 1 : 0); },
    say: (kind, path, body, held) => {
      const { lastInsertRowid } = store.prepare('insert into message (kind, path, body, state) values (?, ?, ?, ?)').run(kind, path, JSON.stringify(body), held ? 'held' : 'waiting');
      return { id: Number(lastInsertRowid), kind, path, body: JSON.stringify(body), state: held ? 'held' : 'waiting', answer: null };
    },
    messages: (state) => (state === undefined ? store.prepare('select * from message order by id').all() : store.prepare('select * from message where state = ? order by id').all(state)).map(messageOf),
    saved: ({ id, state, answer }) => { store.prepare('update message set state = ?, answer = ? where id = ?').run(state, answer, id); },
    nextNumber: () => {
      store.prepare('insert into number (n) select 0 where not exists (select 1 from number)').run();
      return Number(store.prepare('update number set n = n + 1 returning n').get()?.['n']);
    },
  };
}
