/** Pure: durations in buckets that grow by a twelfth of an octave, so that quantiles of millions are read from a few rows. */

/** Buckets per doubling: each is 2^(1/12) = 5.9 % wide, so a quantile read from them is at most 2.9 % off. */
const PER_OCTAVE = 12;

/** Durations of a second or less share the first bucket; those above two years the last. */
const LAST = PER_OCTAVE * 26;

/** The bucket of a duration in whole seconds. */
export const bucketOf = (seconds: number): number => (seconds <= 1 ? 0 : Math.min(LAST, Math.round(PER_OCTAVE * Math.log2(seconds))));

/** The duration in the middle of a bucket, in whole seconds. */
export const secondsOf = (bucket: number): number => Math.round(2 ** (bucket / PER_OCTAVE));

/**
 * The duration that a share of all stay within (0.5 is the median), in whole seconds; null when there are none. By nearest rank: the
 * smallest bucket at which at least that share of all is reached.
 */
export function quantile(histogram: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...histogram.values()].reduce((sum, n) => sum + n, 0);
  if (total <= 0) return null;
  let reached = 0;
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    reached += histogram.get(bucket) ?? 0;
    if (reached >= share * total) return secondsOf(bucket);
  }
  return null;
}
