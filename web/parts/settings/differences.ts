/** What two documents say differently, place by place. Pure. */

export interface Difference { path: string; before: unknown; after: unknown }

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of things with a name or code are compared by it, so that a rule put in front does not make all others look changed. */
const keyed = (list: readonly unknown[]): Record<string, unknown> => Object.fromEntries(list.map((item, index) => [isGroup(item) ? String(item['name'] ?? item['code'] ?? index + 1) : String(index + 1), item]));

/** Every place where they differ, in the order of the later one; what is only in one has `undefined` on the other side. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [one, other] = [Array.isArray(before) ? keyed(before) : before, Array.isArray(after) ? keyed(after) : after];
  if (!isGroup(one) || !isGroup(other)) return [{ path, before, after }];
  return [...new Set([...Object.keys(other), ...Object.keys(one)])].flatMap((key) => differences(one[key], other[key], path === '' ? key : `${path}.${key}`));
}
