/** Pure: which locations are never asked for a channel's deliveries, whatever is ordered: by what they can do, and by the strategies that may apply, as far as these speak of the location, the channel and the kind of delivery alone. */
import type { Location } from '../../locations/index.ts';
import { isAble } from '../able.ts';
import { neverKept } from '../filter.ts';
import { planningView } from '../kept-master.ts';
import { mayApply } from '../strategy.ts';
import type { Strategy } from '../types.ts';
import type { RuleName, SellingDelivery } from './conditions.ts';

export interface Askable {
  /** Nothing keeps any location out. */
  all: boolean;
  /** What keeps a location out, by its row: `rule` is null where it cannot do it at all. `bringing`: its goods would be brought to another store. */
  never(row: number, bringing: boolean): { rule: RuleName | null } | null;
}

/** A location is out when it cannot deliver so, or when each strategy that may apply has a hard rule that drops it: then no order of the channel is ever planned from it. */
export function asked(strategies: readonly Strategy[], locations: readonly Location[], channel: string, delivery: SellingDelivery): Askable {
  const possible = mayApply(strategies, { channel, kind: delivery });
  const byRule = locations.map((location): RuleName | null => {
    const candidate = { ...planningView(location), load: 0, shipsAt: null, stock: {} };
    let last: RuleName | null = null;
    for (const strategy of possible) {
      const rule = neverKept(strategy, candidate, { channel, kind: delivery });
      if (rule === null) return null;
      last = { document: strategy.id, version: strategy.version, name: rule };
    }
    return last;
  });
  const unable = (bringing: boolean): boolean[] => locations.map(({ capabilities }) => !isAble(capabilities, delivery, bringing));
  const [here, away] = [unable(false), unable(true)];
  return {
    all: byRule.every((rule) => rule === null) && !here.includes(true) && (delivery !== 'pickup' || !away.includes(true)),
    never: (row, bringing) => ((bringing ? away : here)[row] === true ? { rule: null } : byRule[row] ? { rule: byRule[row] } : null),
  };
}
