/** The connection to PostgreSQL: one pool, pipelined, with prepared statements named by their text. */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';

export type Row = Record<string, unknown>;

/** One SQL statement with its parameters. */
export interface Statement { text: string; values: readonly unknown[] }

export interface Queryable {
  /** Runs one statement, prepared under a name made from its text. */
  query<R = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

export interface Database extends Queryable {
  /** Sends the statements as one transaction in one flight: all or nothing; answers the rows of each. Nothing but the first error is reported. */
  flight(statements: readonly Statement[]): Promise<Row[][]>;
  /** Runs a function in a transaction with as many round trips as it makes; for imports and administration, not for commands. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Counters since the start, for measurement: round trips and statements. */
  readonly counters: { roundTrips: number; statements: number };
  close(): Promise<void>;
}

// Whole numbers of eight bytes come as numbers: the books stay below 2^53 by check constraints, and a float never appears.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is larger than the books can hold`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const names = new Map<string, string>();
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
    // A bounded number of texts exists (they are built from table and column sets); this bound only guards against a mistake.
    if (names.size > 5000) names.clear();
    names.set(text, name);
  }
  return name;
}

export interface DatabaseOptions { url: string; max?: number; applicationName?: string; statementTimeoutMs?: number }

export function openDatabase({ url, max = 16, applicationName = 'spil', statementTimeoutMs = 15_000 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url, max, application_name: applicationName, pipeline: true,
    connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000,
    // Plans of prepared statements outlive the sizes they were made for: a small table scanned whole today is a large one tomorrow.
    options: `-c enable_seqscan=off -c statement_timeout=${statementTimeoutMs} -c lock_timeout=5000 -c idle_in_transaction_session_timeout=20000 -c jit=off -c TimeZone=UTC`,
  });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const counters = { roundTrips: 0, statements: 0 };

  const run = async <R>(client: pg.PoolClient | pg.Pool, text: string, values: readonly unknown[]): Promise<R[]> => {
    const answer = await client.query({ text, values: values as unknown[], name: nameOf(text) });
    return answer.rows as R[];
  };

  return {
    counters,
    query: async <R>(text: string, values: readonly unknown[] = []) => {
      counters.roundTrips += 1;
      counters.statements += 1;
      return run<R>(pool, text, values);
    },
    flight: async (statements) => {
      const client = await pool.connect();
      counters.roundTrips += 1;
      counters.statements += statements.length + 2;
      // The whole flight leaves in one write: each write to the socket costs as much as a small statement.
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      stream.cork();
      const sent = [client.query('begin'), ...statements.map(({ text, values }) => run<Row>(client, text, values)), client.query('commit')];
      process.nextTick(() => stream.uncork());
      const answers = await Promise.allSettled(sent);
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed?.status === 'rejected') {
        client.release(isConnectionError(failed.reason));
        throw failed.reason;
      }
      client.release();
      return answers.slice(1, -1).map((answer) => (answer.status === 'fulfilled' ? (answer.value as Row[]) : []));
    },
    transaction: async (work) => {
      const client = await pool.connect();
      let broken = false;
      const tx: Queryable = {
        query: async <R>(text: string, values: readonly unknown[] = []) => {
          counters.roundTrips += 1;
          counters.statements += 1;
          return run<R>(client, text, values);
        },
      };
      try {
        await client.query('begin');
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        broken = isConnectionError(error);
        if (!broken) await client.query('rollback').catch(() => { broken = true; });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** PostgreSQL's error code, e.g. 23505; undefined for anything that is not an answer of the database. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Name of the violated constraint, where the database tells it. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
}

/** Whether the error means that the connection, not the statement, failed (class 08, shutdown, or the socket's own codes). */
export function isConnectionError(error: unknown): boolean {
  const code = errorCode(error);
  if (code === undefined) return error instanceof Error && /connection|timeout/i.test(error.message);
  return code.startsWith('08') || code.startsWith('57P') || code.startsWith('ECONN') || code === 'EPIPE' || code === 'ENOTFOUND' || code === 'ETIMEDOUT';
}
