/** The types of label-bridge.mjs, for its test. */
import type { Server } from 'node:http';

export type Printer = { kind: 'device'; path: string } | { kind: 'network'; host: string; port: number };
export function printerAt(text: string): Printer;
export function createBridge(options: { origin: string; token: string; printer: Printer; log?: (line: string) => void; patience?: number }): Server;
