/** Waiting for something that others do: asked again and again, and given up with a sentence after a minute, so that no test hangs. */
import { setTimeout as wait } from 'node:timers/promises';

const PAUSE = 50;
const MOST = 1200;

/** Asks until it is so. */
export const until = async (holds: () => Promise<boolean>): Promise<void> => { await found(async () => (await holds()) || undefined); };

/** Asks until there is an answer, and gives it. A question that fails is asked again; the last failure is told. */
export async function found<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let failure: unknown;
  for (let n = 0; n < MOST; n += 1) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      failure = error;
    }
    await wait(PAUSE);
  }
  throw new Error(`it did not come about within ${(PAUSE * MOST) / 1000} s: ${ask.toString()}`, failure === undefined ? {} : { cause: failure });
}
