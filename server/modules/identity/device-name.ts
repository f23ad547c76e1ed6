/** What a device is called until somebody says better: what its browser tells of itself. */

/** By the first that fits: tablets before telephones, since a tablet's browser names both. */
const MACHINES: readonly (readonly [RegExp, string])[] = [
  [/iPad/, 'iPad'], [/iPhone/, 'iPhone'], [/Android(?!.*Mobile)/, 'Android tablet'], [/Android/, 'Android phone'], [/CrOS/, 'Chromebook'], [/Windows/, 'Windows'], [/Macintosh|Mac OS X/, 'Mac'], [/Linux/, 'Linux'],
];
const BROWSERS: readonly (readonly [RegExp, string])[] = [[/Edg\//, 'Edge'], [/SamsungBrowser\//, 'Samsung Internet'], [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Safari\//, 'Safari']];

/** Such as "Android tablet, Chrome"; a browser that tells nothing is a "browser". */
export function deviceNameOf(agent: string): string {
  const found = [MACHINES, BROWSERS].map((table) => table.find(([pattern]) => pattern.test(agent))?.[1]).filter((name) => name !== undefined);
  return found.length === 0 ? 'browser' : found.join(', ');
}
