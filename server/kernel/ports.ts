/** Which TCP port is free on this machine: what Spil serves on, and what its embedded database listens on. */
import { createServer } from 'node:net';

export interface FreePort {
  port: number;
  /** True when the preferred port was taken and the next free one was chosen: say so to whoever started us. */
  moved: boolean;
}

/**
 * The preferred port if nobody listens on it, else the next free one above it.
 * Refuses when two hundred ports in a row are taken, or when the system does not let us listen there at all.
 */
export async function freePort(preferred: number): Promise<FreePort> {
  const last = Math.min(preferred + 200, 65_535);
  for (let port = preferred; port <= last; port += 1) {
    if (await isFree(port)) return { port, moved: port !== preferred };
  }
  throw new Error(`All TCP ports from ${preferred} to ${last} are taken. Stop a program that listens on one of them, or choose another port.`);
}

/** A port that the system picks from those that are free. */
export async function anyFreePort(): Promise<number> {
  return listenOnce(0, '127.0.0.1');
}

/** Whether nobody listens on this port: neither on loopback nor on all addresses (systems differ in whether the two conflict). */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', undefined]) {
    try {
      await listenOnce(port, host);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRINUSE' || code === 'EACCES') return false;
      throw error;
    }
  }
  return true;
}

/** Listens for a moment and answers the port that was bound. */
function listenOnce(port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
