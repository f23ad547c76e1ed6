/** One and many, in a file of its own so that words can be tested without a browser. */

/** `plural(n, 'line', 'lines')`: both our languages know one and many. */
export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
