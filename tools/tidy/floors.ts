/** Which file may import which: the floors of the house, each rule with the sentence that says why. */
import type { Finding, Source } from './source.ts';

/** Rooms by floor. A room on the list imports from the floors below only. */
export const FLOORS: readonly (readonly string[])[] = [
  ['kernel'],
  ['books', 'documents', 'identity', 'search'],
  ['catalogue', 'locations', 'customers', 'channels'],
  ['inventory', 'payments', 'shipping'],
  ['sourcing', 'dialogue'],
  ['orders'],
  ['fulfilment'],
  ['returns', 'partners'],
  ['intake', 'feed', 'notifications', 'today'],
  ['workflows', 'story', 'availability', 'selfservice'],
  ['insight', 'queues', 'office'],
];

export const REASONS = {
  up: 'A room that knows a room above it can no longer be understood, tested or replaced without it: what must reach upward goes through a port, a projection or the journal.',
  sideways: 'Two rooms of one floor that know each other are one room with two names: what they share belongs on a floor below.',
  door: 'Whatever is not in a room\'s index.ts may change without asking anybody: an import around the door makes every file part of the promise.',
  kernel: 'The kernel has no business words: as soon as it imports a room, nothing can be built without that room.',
  connector: 'A connector stands for an outside system that may be taken away tomorrow: it knows the ports it implements and the shapes they speak, and nothing of the house behind them.',
  neighbour: 'A connector that imports another one fails with it: what they share is in outside (HTTP calls), simulation (the simulator\'s kit) or labels.',
  world: 'The outside world of the demo reaches Spil over HTTP only: what it took from a room, no shop or carrier could have.',
  roof: 'What composes the house knows every room; a room that knew it back would need the whole house to stand.',
  screens: 'The screens know the house by its published interface only: what they need of it is an operation, so that everybody else can have it too.',
  feature: 'Features of a door that know each other cannot be changed or taken away alone: what they share belongs in web/parts, web/shell, web/scanning or web/offline.',
  shared: 'What all features share must not know one of them.',
  room: 'A room without a floor has no rule about what it may import: give it its place in tools/tidy/floors.ts.',
} as const;

/** Folders of connectors that all connectors may use: they stand for no outside system. */
const SHARED_CONNECTORS = ['outside', 'simulation', 'labels'];
/** What a connector may read of a room besides types: nouns and schemas in which ports speak. */
const CONNECTOR_MAY_READ = /^server\/modules\/(\w+\/ports|\w+\/types|channels\/snapshot|channels\/proof|channels\/index)\.ts$/;

/** What composes the house. */
const ROOF = /^server\/(app|spil|serve|windows|connections)\.ts$|^server\/(work|pages|cli|imports)\//;

const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));
const roomOf = (path: string): string | null => /^server\/modules\/([^/]+)\//.exec(path)?.[1] ?? null;
const connectorOf = (path: string): string | null => /^server\/connectors\/([^/]+)\//.exec(path)?.[1] ?? null;
const isKernel = (path: string): boolean => path.startsWith('server/kernel/');
/** Tests and what only they use stand above the house and may look into every room. */
export const isTest = (path: string): boolean => /\.test\.ts$/.test(path) || path.startsWith('tests/') || /\/(testing|testbed)\.ts$/.test(path);

/** Every import of a file that goes where it may not. */
export function wrongImports(source: Source): Finding[] {
  if (isTest(source.path) || !/^(server|web)\//.test(source.path)) return [];
  return source.imports.flatMap(({ file, typeOnly, line }) => {
    const reason = file === null ? null : refusalOf(source.path, file, typeOnly);
    return reason === null ? [] : [{ rule: 'floors', path: source.path, line, subject: String(file), sentence: `imports ${file}. ${reason}` }];
  });
}

/** Why a file may not import another; null when it may. */
export function refusalOf(from: string, to: string, typeOnly: boolean): string | null {
  if (from.startsWith('web/')) return webRefusal(from, to);
  const room = roomOf(from);
  const target = roomOf(to);
  if (isKernel(from)) return isKernel(to) || to.startsWith('tools/') ? null : REASONS.kernel;
  if (connectorOf(from) !== null) {
    if (isKernel(to) || connectorOf(to) === connectorOf(from)) return null;
    if (connectorOf(to) !== null) return SHARED_CONNECTORS.includes(connectorOf(to) ?? '') ? null : REASONS.neighbour;
    return CONNECTOR_MAY_READ.test(to) ? null : REASONS.connector;
  }
  if (from.startsWith('server/simulation/')) return (target === null && !ROOF.test(to)) || (typeOnly && CONNECTOR_MAY_READ.test(to)) ? null : REASONS.world;
  if (room === null) return null;
  if (floorOf(room) < 0) return REASONS.room;
  if (isKernel(to) || target === room) return null;
  if (target === null) return REASONS.roof;
  if (typeOnly && to.endsWith('/ports.ts')) return null;
  if (floorOf(target) < 0) return REASONS.room;
  if (floorOf(target) > floorOf(room)) return REASONS.up;
  if (floorOf(target) === floorOf(room)) return REASONS.sideways;
  return to === `server/modules/${target}/index.ts` ? null : REASONS.door;
}

/** Door and feature of a screen's file: web/office/orders/… is feature "orders" of the office; files beside the features compose the door. */
const featureOf = (path: string): { door: string; feature: string | null } | null => {
  const [, door, feature] = /^web\/(store|office|customer|sandbox)\/(?:([^/]+)\/)?/.exec(path) ?? [];
  return door === undefined ? null : { door, feature: feature ?? null };
};

/** Pure arithmetic that is the same on both sides, such as check digits. */
const BOTH_SIDES = ['server/kernel/gtin.ts'];

function webRefusal(from: string, to: string): string | null {
  if (BOTH_SIDES.includes(to)) return null;
  if (!to.startsWith('web/')) return REASONS.screens;
  const [own, other] = [featureOf(from), featureOf(to)];
  if (other === null) return null;
  if (own === null) return REASONS.shared;
  return own.door !== other.door || (own.feature !== null && other.feature !== null && own.feature !== other.feature) ? REASONS.feature : null;
}
