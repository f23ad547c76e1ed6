/** Pure: the shelves that a plan counts on, after units of an order were moved. */
import { stockEffect, unitsOf } from '../books/index.ts';
import type { Stream, UnitMove } from '../books/index.ts';
import type { World } from '../sourcing/index.ts';

/** What may be promised after units were moved: the goods and reservations of the shelves that a plan counts on. */
export function worldAfter(world: World, stream: Stream, moves: readonly UnitMove[]): World {
  const changes = new Map<string, { quantity: number; reserved: number }>();
  const at = (sku: string, location: string): { quantity: number; reserved: number } => {
    const key = `${sku} ${location}`;
    const known = changes.get(key) ?? { quantity: 0, reserved: 0 };
    changes.set(key, known);
    return known;
  };
  for (const move of moves) {
    const effect = stockEffect(move, unitsOf(stream).lines.get(move.line)?.sku ?? null);
    for (const { sku, location, state, n } of effect.reservations) if (state === 'sellable') at(sku, location).reserved += n;
    for (const { sku, n, from, to } of effect.moves) {
      if (!('outside' in from) && from.state === 'sellable') at(sku, from.location).quantity -= n;
      if (!('outside' in to) && to.state === 'sellable') at(sku, to.location).quantity += n;
    }
  }
  return { ...world, balances: world.balances.map((balance) => {
    const change = changes.get(`${balance.sku} ${balance.location}`);
    return change ? { ...balance, quantity: balance.quantity + change.quantity, reserved: Math.max(0, balance.reserved + change.reserved) } : balance;
  }) };
}
