/** What the room needs of the house. */
import type { Database } from '../../kernel/database.ts';
import type { Books } from '../books/index.ts';

export interface InventoryDeps {
  database: Database;
  books: Books;
  /** How many of each SKU orders want that no location has yet: a room above knows. */
  waitingFor(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
