/** Pure: which refusals a command that is on its way waits out, to be sent again under its own key, and which a person must look at. */

/** The first sending is still under way: its answer is had by asking again. */
const UNDER_WAY = 'request.key_in_flight';
/** Others were faster: nothing was changed, and the same may be sent again. */
const CONTESTED = 'request.contested';
/** What loses so many times in a row is not bad luck, and must not keep everything behind it waiting. */
const MOST_CONTESTS = 5;

/** `before`: how many times in a row it was sent in vain. */
export const isForLater = ({ status, code }: { status: number; code: string }, before: number): boolean =>
  status === 401 || status === 429 || status >= 500 || code === UNDER_WAY || (code === CONTESTED && before < MOST_CONTESTS);
