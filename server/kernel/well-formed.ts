/** What no request may hold, whatever its schema: characters that cannot be stored, names that mean something to JavaScript, endless nesting. */

/** Deeper than any document of the interface; settings and workflows are at most a dozen levels deep. */
const DEEPEST = 64;

export interface Unfit { path: (string | number)[]; reason: string }

/**
 * The first thing in a parsed request that cannot be taken, or null. PostgreSQL's text cannot hold U+0000 (documentation of PostgreSQL,
 * section 8.3), and half of a surrogate pair is no character of Unicode, so that neither could be given back as it came.
 */
export function unfitIn(value: unknown, path: (string | number)[] = []): Unfit | null {
  if (typeof value === 'string') {
    const reason = unfitText(value);
    return reason === null ? null : { path, reason };
  }
  if (value === null || typeof value !== 'object') return null;
  if (path.length >= DEEPEST) return { path, reason: `it is nested deeper than ${DEEPEST} levels` };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const unfit = unfitIn(item, [...path, index]);
      if (unfit) return unfit;
    }
    return null;
  }
  for (const name of Object.keys(value)) {
    if (name === '__proto__') return { path, reason: 'a field may not be called "__proto__"' };
    const reason = unfitText(name);
    if (reason !== null) return { path, reason: `the name of a field: ${reason}` };
    const unfit = unfitIn((value as Record<string, unknown>)[name], [...path, name]);
    if (unfit) return unfit;
  }
  return null;
}

function unfitText(text: string): string | null {
  if (text.includes('\u0000')) return 'it holds the character U+0000, which cannot be stored; leave it out';
  return text.isWellFormed() ? null : 'it holds half of a surrogate pair, which is no character; send the whole character or leave it out';
}
