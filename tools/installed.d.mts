/** The types of installed.mjs for the server's TypeScript, which shares its look at what npm installed. */
export interface PackageLock {
  packages: Record<string, { version?: string; optional?: boolean; dev?: boolean; link?: boolean }>;
}

/** The packages of the lock that are not installed, or in another version, by their path (node_modules/…). */
export function differences(lock: PackageLock): string[];
